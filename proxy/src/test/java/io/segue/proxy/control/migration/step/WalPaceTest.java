package io.segue.proxy.control.migration.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalPaceTest {

    @ParameterizedTest
    @CsvSource({"1000000, 2000", "1024, 2000", "512, 1024", "128, 256", "1, 100", "0, 100", "-5, 100"})
    void theLessRoomThereIsTheSoonerItIsLookedAt(long spareMegabytes, long millis) {
        assertThat(WalPace.untilTheNextLook(spareMegabytes << 20)).isBetween(Duration.ofMillis(millis - 25), Duration.ofMillis(millis + 25));
    }
}
