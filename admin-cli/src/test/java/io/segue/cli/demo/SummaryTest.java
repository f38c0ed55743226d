package io.segue.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.measure.Move;
import io.segue.cli.measure.Pauses;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void laysTheMovesSideBySide() {
        Move refused = new Move("switchback", 1, 25, 0, 40_000, List.of(), Optional.empty());

        assertThat(Summary.moves(List.of(Samples.move("cutover", 0), refused)))
                .containsExactly(
                        "                                 cutover    switchback",
                        "draining                          4.3 ms             -",
                        "stopping                           31 ms             -",
                        "command, begin to end           2,000 ms         40 ms",
                        "no writer was answered             92 ms             -");
    }

    @Test
    void sumsUpManyMoves() {
        Move refused = new Move("switchback", 1, 25, 0, 40_000, List.of(), Optional.empty());

        assertThat(Summary.steps(List.of(Samples.move("cutover", 0), refused, Samples.move("cutover", 0))))
                .containsExactly(
                        "                                   moves           p50           p90           p99           max",
                        "draining                               2        4.3 ms        4.3 ms        4.3 ms        4.3 ms",
                        "stopping                               2         31 ms         31 ms         31 ms         31 ms",
                        "command, begin to end                  3       2000 ms       2000 ms       2000 ms       2000 ms",
                        "no writer was answered                 2         92 ms         92 ms         92 ms         92 ms");
    }

    @Test
    void comparesThePauseWithTheFloor() {
        assertThat(Summary.figures(new Samples().figures()))
                .containsExactly(
                        "pause of held writes           p50 96 ms    p99 140 ms    max 151 ms  (120 held; aim: p50 150 ms)",
                        "longest write outside                                      max 21 ms  (no move had anything to do with it)",
                        "floor without a proxy          p50 80 ms                  ratio 1.20  (60, 80, 90)",
                        "longest read                      102 ms outside 33 ms",
                        "  102 ms in move 1, HOLDING + 5 to STOPPING + 20",
                        "acknowledged                       6,000  (1,000 rows of the ledger, 5,000 transactions of pgbench)");
    }

    @Test
    void saysWhenTheAimWasMissed() {
        assertThat(Summary.figures(new Samples().pauses(new Pauses(3, 151, 160, 170, 0)).figures()).getFirst())
                .endsWith("(3 held; aim: p50 150 ms, missed)");
    }

    @Test
    void ticksWhatWasKept() {
        assertThat(Summary.promise(new Verdict.Promise("doubled", true, "0"))).isEqualTo("✓ doubled                    0");
        assertThat(Summary.promise(new Verdict.Promise("doubled", false, "2"))).isEqualTo("✗ doubled                    2");
    }
}
