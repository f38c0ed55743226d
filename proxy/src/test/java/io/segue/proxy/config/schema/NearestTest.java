package io.segue.proxy.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final Set<String> KNOWN = Set.of("hold", "hold-gap", "host", "port", "data-directory", "password-file", "password-environment");

    @ParameterizedTest
    @CsvSource({
        "hodl, hold", "holdgap, hold-gap", "hold_gap, hold-gap", "Port, port", "prot, port", "dataDirectory, data-directory",
        "data_dir, data-directory", "password, password-file", "hots, host"
    })
    void aSlipOfTheFingerIsRecognized(String written, String meant) {
        assertThat(Nearest.to(written, KNOWN)).isEqualTo(Optional.of(meant));
    }

    @ParameterizedTest
    @CsvSource({"timeout", "p", "h", "listen", "secret"})
    void aDifferentWordIsNot(String written) {
        assertThat(Nearest.to(written, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hold, hold, 0", "hodl, hold, 1", "hol, hold, 1", "holdd, hold, 1", "bold, hold, 1", "'', hold, 4", "HOLD, hold, 0"})
    void theDistanceCountsSlips(String written, String meant, int slips) {
        assertThat(Nearest.distance(written, meant)).isEqualTo(slips);
        assertThat(Nearest.distance(meant, written)).isEqualTo(slips);
    }
}
