package io.segue.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueTest {

    private static final int BYTES = 200_000;

    @Test
    void isTheSameInPiecesAndByTheByte() throws Exception {
        Value value = new Value(BYTES);
        byte[] all = new byte[BYTES];
        all[0] = (byte) value.read();
        int read = value.readNBytes(all, 1, 70_000);
        all[1 + read] = (byte) value.read();
        value.readNBytes(all, 2 + read, BYTES - 2 - read);

        assertThat(value.read()).isEqualTo(-1);
        assertThat(Value.equal(all, BYTES)).isTrue();
    }

    @Test
    void aWrongByteAndAWrongLengthAreSeen() throws Exception {
        byte[] all = new Value(BYTES).readAllBytes();
        assertThat(Value.equal(all, BYTES - Value.WORD_BYTES)).isFalse();

        all[BYTES - 1] = 'x';

        assertThat(Value.equal(all, BYTES)).isFalse();
    }
}
