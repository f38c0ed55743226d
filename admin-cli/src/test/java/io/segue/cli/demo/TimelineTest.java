package io.segue.cli.demo;

import static io.segue.cli.demo.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.ledger.Transaction;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Silence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void countsATransactionInTheTenthInWhichItEnds() {
        Timeline timeline = Timeline.of(List.of(ended(50_000), ended(100_000), ended(199_999)), 0, 300_000, List.of());

        assertThat(timeline.counts()).containsExactly(1, 2, 0);
        assertThat(timeline.highest()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsOutsideAndATenthThatIsNotFull() {
        Timeline timeline = Timeline.of(
                List.of(ended(SECOND - 1), ended(SECOND), ended(SECOND + 250_000)), SECOND, SECOND + 299_999, List.of());

        assertThat(timeline.counts()).containsExactly(1, 0);
    }

    @Test
    void marksAMoveInTheMiddleOfItsSilence() {
        Move move = new Move("cutover", 1, 0, 0, SECOND, List.of(), Optional.of(new Silence(480_000, 640_000)));

        assertThat(Timeline.of(List.of(), 0, SECOND, List.of(move)).marks()).containsExactly(new Timeline.Mark(5, "cutover, 160 ms"));
    }

    @Test
    void aMoveThatWasNotFeltHasNoMark() {
        Move move = new Move("cutover", 1, 25, 0, SECOND, List.of(), Optional.empty());

        assertThat(Timeline.of(List.of(), 0, SECOND, List.of(move)).marks()).isEmpty();
    }

    private static Transaction ended(long micros) {
        return new Transaction("a", micros - 1, micros);
    }
}
