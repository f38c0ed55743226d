package io.segue.proxy.data.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {

    private static final int ALERT = 21;
    private static final int DATA = 23;
    private static final int HIDDEN_ALERT = 19;

    private final TlsRecords records = new TlsRecords();

    @Test
    void anAlertBehindDataIsFound() {
        assertThat(records.lastThatMayBeAlert(Unpooled.wrappedBuffer(record(DATA, 300), record(ALERT, 26)))).isEqualTo(305);
        assertThat(records.dataBytes()).isZero();
    }

    @Test
    void ofTls13ItIsKnownByItsLengthOnlyAndMayBeData() {
        assertThat(records.lastThatMayBeAlert(record(DATA, HIDDEN_ALERT))).isZero();
        assertThat(records.dataBytes()).isEqualTo(3);
        assertThat(records.lastThatMayBeAlert(record(DATA, HIDDEN_ALERT + 1))).isNegative();
        assertThat(records.lastThatMayBeAlert(record(DATA, HIDDEN_ALERT - 1))).isNegative();
    }

    @Test
    void onlyTheLastRecordCounts() {
        assertThat(records.lastThatMayBeAlert(Unpooled.wrappedBuffer(record(ALERT, 26), record(DATA, 40)))).isNegative();
        assertThat(records.lastThatMayBeAlert(Unpooled.wrappedBuffer(record(ALERT, 26), record(DATA, 40).slice(0, 3)))).isNegative();
    }

    @Test
    void whatComesInPiecesIsNotKept() {
        ByteBuf alert = record(ALERT, 26);
        assertThat(records.lastThatMayBeAlert(alert.slice(0, 4))).isNegative();
        assertThat(records.lastThatMayBeAlert(alert.slice(4, 27))).isNegative();
        assertThat(records.lastThatMayBeAlert(record(ALERT, 26))).isZero();
    }

    private static ByteBuf record(int type, int length) {
        return Unpooled.buffer().writeByte(type).writeShort(0x0303).writeShort(length).writeZero(length);
    }
}
