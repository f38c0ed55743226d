package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineLimitsTest {

    @Test
    void saysWhichLineToChangeWhenThereAreTooFewOpenFiles() {
        assertThat(MachineLimits.shortOfFiles(1_024, 10_000, 2_050)).hasValueSatisfying(warning -> assertThat(warning)
                .contains("1024 are granted and 22250 may be needed").contains("LimitNOFILE=22250").contains("limits.clients = 1 "));
        assertThat(MachineLimits.shortOfFiles(20_000, 10_000, 2_050)).hasValueSatisfying(warning -> assertThat(warning)
                .contains("limits.clients = 8875 "));
    }

    @Test
    void saysNothingWhenThereAreEnough() {
        assertThat(MachineLimits.shortOfFiles(22_250, 10_000, 2_050)).isEmpty();
    }

    @Test
    void theMachinesOwnFigures() {
        assertThat(new MachineLimits().views()).allSatisfy(view -> {
            assertThat(view.value().orElseThrow()).isPositive();
            assertThat(view.used()).isBetween(0L, view.value().orElseThrow());
        });
    }
}
