package io.segue.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Standing DIRECT = new Standing(
            "select-simple",
            8,
            "direct",
            List.of(
                    Sample.transactions(40_000, 100, 300, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                    Sample.transactions(50_000, 90, 320, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                    Sample.transactions(30_000, 110, 280, Double.NaN, Double.NaN, Double.NaN, Double.NaN)));
    private static final Standing SEGUE = new Standing(
            "select-simple", 8, "segue", List.of(Sample.transactions(30_000, 120.4, 400, 17.26, 42.4, 0.123, 150.4)));

    @Test
    void takesTheMedianOfTheRoundsAndSaysHowFarTheyLieApart() {
        assertThat(DIRECT.median(Sample::tps)).isEqualTo(40_000);
        assertThat(DIRECT.median(Sample::cpuMicrosPerTransaction)).isNaN();
        assertThat(DIRECT.spread()).isEqualTo(0.5);
        assertThat(SEGUE.spread()).isZero();
    }

    @Test
    void isARowOfTheTableComparedWithTheFirst() {
        assertThat(Table.of(List.of(DIRECT, SEGUE)))
                .containsExactly(
                        "| endpoint               |        tps  |      ratio  |     p50 us  |     p99 us  |  CPU us/tx  |  heap B/tx  |       user  |     RSS MB  |     spread  |",
                        "|------------------------|------------:|------------:|------------:|------------:|------------:|------------:|------------:|------------:|------------:|",
                        "| direct                 |     40,000  |       1.00  |        100  |        300  |          -  |          -  |          -  |          -  |       50 %  |",
                        "| segue                  |     30,000  |       0.75  |        120  |        400  |       17.3  |         42  |       12 %  |        150  |        0 %  |");
    }

    @Test
    void bulkHasAColumnForThePriceOfAGigabyte() {
        Standing bulk = new Standing("copy-in", 1, "segue", List.of(Sample.bulk(120, 0.65, 0.2, 90)));

        assertThat(Table.of(List.of(bulk)).getLast())
                .isEqualTo("| segue                  |        120  |       1.00  |       0.65  |       20 %  |         90  |        0 %  |");
    }

    @Test
    void isARowOfTheDocument() {
        assertThat(StandingsJson.of(List.of(List.of(DIRECT, SEGUE))))
                .contains("\"endpoint\" : \"segue\"", "\"ratio\" : 0.75", "\"cpu_us_per_tx\" : 17.26", "\"alloc_b_per_tx\" : 42.4", "\"mb_per_s\" : null");
    }

    @Test
    void nobodyAlwaysRunsFirst() {
        assertThat(Workload.inTurn(3, 1).toArray()).containsExactly(1, 2, 0);
        assertThat(Workload.inTurn(3, 3).toArray()).containsExactly(0, 1, 2);
    }
}
