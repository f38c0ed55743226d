package io.segue.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void isReadOfWhatPgbenchSaysWhileItSaysIt() {
        assertThat(Progress.read("""
                pgbench (15.14)
                progress: 1.0 s, 12345.6 tps, lat 0.648 ms stddev 0.312, 0 failed
                progress: 2.5 s, 20000.0 tps, lat 0.400 ms stddev 0.100, 0 failed
                progress: 3.0 s, 2""")).containsExactly(new Progress(1.0, 12_345.6), new Progress(2.5, 20_000.0));
    }

    @Test
    void isNothingBeforeTheFirstSecond() {
        assertThat(Progress.read("pgbench (15.14)\n")).isEmpty();
    }
}
