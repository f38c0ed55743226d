package io.segue.cli.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.storm.WriterProbe.Reign;
import org.junit.jupiter.api.Test;

class WriterProbeTest {

    @Test
    void twoWritersAreTwoReignsThatOverlap() {
        Reign reign = new Reign(100, 200);

        assertThat(reign.overlaps(new Reign(199, 300))).isTrue();
        assertThat(reign.overlaps(new Reign(50, 101))).isTrue();
        assertThat(reign.overlaps(new Reign(120, 130))).isTrue();
        assertThat(reign.overlaps(new Reign(200, 300))).isFalse();
        assertThat(reign.overlaps(new Reign(10, 100))).isFalse();
    }
}
