package io.segue.cli.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final String PAGE = """
            # TYPE segue_loops_allocated_bytes_total counter
            segue_loops_allocated_bytes_total 1.2345678E7
            segue_sessions{shard="main"} 40.0
            segue_sessions{shard="other"} 4.0
            segue_sessions_active{shard="main"} 7.0
            """;

    @Test
    void aFigureIsALineOfThePage() throws StageException {
        assertThat(MetricsPage.sum("segue_loops_allocated_bytes_total", PAGE)).isEqualTo(12_345_678);
    }

    @Test
    void aFigureWithLabelsIsTheSumOfItsLinesAndOfNoOthers() throws StageException {
        assertThat(MetricsPage.sum("segue_sessions", PAGE)).isEqualTo(44);
    }

    @Test
    void aPageWithoutItIsNotTakenForNothing() {
        assertThatThrownBy(() -> MetricsPage.sum("segue_clients", PAGE)).isInstanceOf(StageException.class).hasMessageContaining("segue_clients");
    }
}
