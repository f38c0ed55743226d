package io.segue.proxy.data.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {

    private static final int ALERT = 21;
    private static final int DATA = 23;
    private static final int HIDDEN_ALERT = 19;
    private static final int JAVAS_ZEROS = 16;

    private final TlsRecords records = new TlsRecords();

    @Test
    void anAlertBehindDataIsFound() {
        assertThat(records.lastShort(Unpooled.wrappedBuffer(record(DATA, 300), record(ALERT, 26)))).isEqualTo(305);
        assertThat(records.mayBeAlert()).isTrue();
        assertThat(records.dataBytes()).isZero();
    }

    @Test
    void ofTls13ItIsKnownByItsLengthOnlyAndMayBeData() {
        assertThat(records.lastShort(record(DATA, HIDDEN_ALERT))).isZero();
        assertThat(records.mayBeAlert()).isTrue();
        assertThat(records.dataBytes()).isEqualTo(2);
        records.lastShort(record(DATA, HIDDEN_ALERT + 1));
        assertThat(records.mayBeAlert()).isFalse();
        records.lastShort(record(DATA, HIDDEN_ALERT - 1));
        assertThat(records.mayBeAlert()).isFalse();
    }

    @Test
    void howManyZerosAClientAddsIsLearntFromWhatItSays() {
        records.lastShort(record(DATA, 50 + 17 + JAVAS_ZEROS));
        records.cameOutOfLast(50);
        records.lastShort(Unpooled.wrappedBuffer(record(DATA, 20 + 17 + JAVAS_ZEROS), record(DATA, 30 + 17 + JAVAS_ZEROS), record(DATA, 300)));
        records.cameOut(50 + 300 - 17 - JAVAS_ZEROS, false);

        assertThat(records.lastShort(record(DATA, HIDDEN_ALERT + JAVAS_ZEROS))).isZero();
        assertThat(records.mayBeAlert()).isTrue();
        records.lastShort(record(DATA, HIDDEN_ALERT));
        assertThat(records.mayBeAlert()).isFalse();
    }

    @Test
    void alsoFromThatWhichStandsBeforeTheAlert() {
        assertThat(records.lastShort(Unpooled.wrappedBuffer(record(DATA, 50 + 17 + JAVAS_ZEROS), record(DATA, HIDDEN_ALERT + JAVAS_ZEROS))))
                .isEqualTo(5 + 50 + 17 + JAVAS_ZEROS);
        records.cameOut(50, true);
        assertThat(records.mayBeAlert()).isTrue();
    }

    @Test
    void aClientThatAddsNowMoreAndNowLessIsNotUnderstood() {
        records.lastShort(record(DATA, 50 + 17));
        records.cameOutOfLast(50);
        records.lastShort(record(DATA, 50 + 17 + JAVAS_ZEROS));
        records.cameOutOfLast(50);
        for (int zeros : new int[] {0, JAVAS_ZEROS}) {
            records.lastShort(record(DATA, HIDDEN_ALERT + zeros));
            assertThat(records.mayBeAlert()).isFalse();
        }
    }

    /** Of a record that came in pieces it is not known which bytes were said in it. */
    @Test
    void nothingIsLearntFromPieces() {
        ByteBuf data = record(DATA, 50 + 17 + JAVAS_ZEROS);
        records.lastShort(data.slice(0, 10));
        records.cameOut(0, false);
        records.lastShort(data.slice(10, data.writerIndex() - 10));
        records.cameOut(50, false);
        records.lastShort(record(DATA, HIDDEN_ALERT));
        assertThat(records.mayBeAlert()).isTrue();
    }

    @Test
    void onlyTheLastRecordCounts() {
        records.lastShort(Unpooled.wrappedBuffer(record(ALERT, 26), record(DATA, 40)));
        assertThat(records.mayBeAlert()).isFalse();
        assertThat(records.lastShort(Unpooled.wrappedBuffer(record(ALERT, 26), record(DATA, 40).slice(0, 3)))).isNegative();
    }

    @Test
    void whatComesInPiecesIsNotKept() {
        ByteBuf alert = record(ALERT, 26);
        assertThat(records.lastShort(alert.slice(0, 4))).isNegative();
        assertThat(records.lastShort(alert.slice(4, 27))).isNegative();
        assertThat(records.lastShort(record(ALERT, 26))).isZero();
    }

    private static ByteBuf record(int type, int length) {
        return Unpooled.buffer().writeByte(type).writeShort(0x0303).writeShort(length).writeZero(length);
    }
}
