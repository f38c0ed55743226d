package io.segue.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was found once is not found again. */
class SeedsTest {

    static List<FuzzTarget> decoders() {
        return FuzzTarget.decoders();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everySeedHolds(FuzzTarget target) {
        List<byte[]> seeds = Seeds.of(target);

        assertThat(seeds).isNotEmpty();
        seeds.forEach(target::run);
    }
}
