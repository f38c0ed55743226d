package io.segue.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.ledger.Transaction;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Silence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadTimesTest {

    private static final long SECOND = 1_000_000;

    /** Its hold began 100 ms before its first write was answered, at 10 s. */
    private static final Move MOVE = new Move(
            "cutover",
            1,
            0,
            9 * SECOND,
            11 * SECOND,
            List.of(
                    new Move.Phase("WARMING", 500),
                    new Move.Phase("HOLDING", 20),
                    new Move.Phase("STOPPING", 50),
                    new Move.Phase("PROMOTING", 30),
                    new Move.Phase("VERIFYING", 40)),
            Optional.of(new Silence(10 * SECOND - 90_000, 10 * SECOND)));

    private static Transaction read(long begun, long micros) {
        return new Transaction("reader 1", begun, begun + micros);
    }

    @Test
    void tellsTheReadsOfAHoldFromTheOthers() {
        ReadTimes times = ReadTimes.of(
                List.of(
                        read(SECOND, 70_000),
                        read(9 * SECOND + 850_000, 60_000),
                        read(9 * SECOND + 920_000, 45_000),
                        read(10 * SECOND + 249_000, 40_000),
                        read(10 * SECOND + 251_000, 50_000)),
                List.of(MOVE));

        assertThat(times.inMoves()).isEqualTo(60);
        assertThat(times.outside()).isEqualTo(70);
        assertThat(times.longest()).isEqualTo(70);
        assertThat(times.slowest()).containsExactly(
                "60 ms in move 1, 50 ms before the hold to HOLDING + 10",
                "45 ms in move 1, STOPPING + 0 to STOPPING + 45",
                "40 ms in move 1, release + 249 to release + 289");
    }

    @Test
    void withoutReadsThereIsNone() {
        assertThat(ReadTimes.of(List.of(), List.of(MOVE))).isEqualTo(new ReadTimes(0, 0, List.of()));
    }
}
