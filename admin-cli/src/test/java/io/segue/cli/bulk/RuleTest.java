package io.segue.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.measure.Probe.Feeling;
import org.junit.jupiter.api.Test;

class RuleTest {

    private static final Memory BEFORE = new Memory(10 << 20, 4 << 20, 140 << 20);
    private static final Feeling ALONE = new Feeling(0.1, 3, 5, 9, 0);

    @Test
    void flatIsAsMuchMoreAsTheRuleSaysAndNoByteBeyond() {
        assertThat(Rule.isFlat(seen(Rule.FLAT_BYTES, Rule.FLAT_BYTES, Rule.FLAT_BYTES))).isTrue();
        assertThat(Rule.isFlat(seen(Rule.FLAT_BYTES + 1, 0, 0))).isFalse();
        assertThat(Rule.isFlat(seen(0, Rule.FLAT_BYTES + 1, 0))).isFalse();
        assertThat(Rule.isFlat(seen(0, 0, Rule.FLAT_BYTES + 1))).isFalse();
    }

    @Test
    void whatIsLeftBehindCounts() {
        Memory left = new Memory(BEFORE.heap() + Rule.FLAT_BYTES + 1, BEFORE.direct(), BEFORE.resident());

        assertThat(Rule.isFlat(new MemoryWatch.Seen(BEFORE, BEFORE, left))).isFalse();
    }

    @Test
    void slowReadersMayCostSoMuchEachAndAQuickClientNoMoreThanTwice() {
        assertThat(crowd(4 * Rule.SLOW_READER_BYTES, new Feeling(0.1, 8, 5, 9, 0)).isUnharmed()).isTrue();
        assertThat(crowd(4 * Rule.SLOW_READER_BYTES + 4, ALONE).isUnharmed()).isFalse();
        assertThat(crowd(0, new Feeling(0.1, 8.1, 5, 9, 0)).isUnharmed()).isFalse();
        assertThat(crowd(0, new Feeling(0.1, 3, 5, 9, 1)).isUnharmed()).isFalse();
    }

    private static Crowd crowd(long direct, Feeling beside) {
        return new Crowd(4, seen(0, direct, 0), ALONE, beside);
    }

    private static MemoryWatch.Seen seen(long heap, long direct, long resident) {
        return new MemoryWatch.Seen(
                BEFORE, new Memory(BEFORE.heap() + heap, BEFORE.direct() + direct, BEFORE.resident() + resident), BEFORE);
    }
}
