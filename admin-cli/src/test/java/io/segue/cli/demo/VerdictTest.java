package io.segue.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerRow;
import io.segue.cli.measure.Pauses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    private static final int MOVES = 3;

    @Test
    void everythingIsKeptInAShowThatWentWell() {
        assertThat(Verdict.of(new Samples().figures(), MOVES).kept()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void eachPromiseIsBrokenByItsOwnFigureAlone(String promise, Samples samples) {
        Verdict verdict = Verdict.of(samples.figures(), MOVES);

        assertThat(verdict.kept()).isFalse();
        assertThat(verdict.promises().stream().filter(one -> !one.kept()).map(Verdict.Promise::text)).containsExactly(promise);
    }

    @Test
    void whatWritesWaitWithoutAMoveIsNotTheMoves() {
        assertThat(Verdict.of(new Samples().pauses(new Pauses(600, 1_800, 4_000, 6_200, 1_700)).figures(), MOVES).kept()).isTrue();
        assertThat(Verdict.of(new Samples().pauses(new Pauses(600, 1_800, 4_000, 6_201, 1_700)).figures(), MOVES).kept()).isFalse();
    }

    static Stream<Arguments> broken() {
        List<LedgerRow> row = List.of(Samples.ROW);
        return Stream.of(
                Arguments.of("moves that ended well", new Samples().moves(Samples.move("cutover", 0), Samples.move("switchback", 18))),
                Arguments.of("errors seen by clients", new Samples().book(0, 1)),
                Arguments.of("errors seen by clients", new Samples().pgbench(5_000, 1)),
                Arguments.of("acknowledged and lost", new Samples().audit(new LedgerAudit(1_000, 0, row, List.of(), List.of()))),
                Arguments.of("acknowledged and lost", new Samples().pgbenchAudit(4_999, true)),
                Arguments.of("acknowledged and lost", new Samples().audit(new LedgerAudit(0, 0, List.of(), List.of(), List.of()))),
                Arguments.of("doubled", new Samples().audit(new LedgerAudit(1_000, 0, List.of(), row, List.of()))),
                Arguments.of("doubled", new Samples().pgbenchAudit(5_001, true)),
                Arguments.of("aborted and come back", new Samples().audit(new LedgerAudit(1_000, 0, List.of(), List.of(), row))),
                Arguments.of("own writes not seen", new Samples().book(1, 0)),
                Arguments.of("sums of pgbench balance", new Samples().pgbenchAudit(5_000, false)),
                Arguments.of("longest wait of a write", new Samples().pauses(new Pauses(1, 90, 90, 4_501, 0))),
                Arguments.of("longest wait of a write", new Samples().pauses(new Pauses(0, 0, 0, 0, 5_000))));
    }
}
