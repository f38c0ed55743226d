package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A unit is skipped as a whole and what stands behind it is left, however the bytes are cut. */
class UnitSkipperTest {

    /** Types of messages; their bodies are from none to six bytes long. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            Q,      QS
            F,      Q
            S,      PBES
            PBDES,  PBES
            PHBHES, Q
            HQ,     Q
            dcQ,    S
            CCS,    X
            # A driver that begins its transaction in a batch ends that with the query itself, and waits for one ReadyForQuery.
            PBEQ,   PBES
            """)
    void skipsOneUnitWhereverTwoCutsAre(String unit, String behind) {
        byte[] all = bytes(unit + behind);
        int unitBytes = bytes(unit).length;

        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                UnitSkipper skipper = new UnitSkipper(new BlockWatch(_ -> Optional.empty()));
                int skipped = 0;
                for (int[] piece : new int[][] {{0, first}, {first, second}, {second, all.length}}) {
                    if (!skipper.isAtEnd()) {
                        ByteBuf in = Unpooled.wrappedBuffer(all, piece[0], piece[1] - piece[0]);
                        skipper.skip(in);
                        skipped += in.readerIndex();
                        assertThat(skipper.isAtEnd()).as("at %s", skipped).isEqualTo(skipped == unitBytes);
                    }
                }
                assertThat(skipped).as("cut at %s and %s", first, second).isEqualTo(unitBytes);
            }
        }
    }

    private static byte[] bytes(String types) {
        ByteBuf out = Unpooled.buffer();
        for (byte type : types.getBytes(US_ASCII)) {
            int bodyBytes = out.writerIndex() % 7;
            out.writeByte(type).writeInt(Integer.BYTES + bodyBytes).writeZero(bodyBytes);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
