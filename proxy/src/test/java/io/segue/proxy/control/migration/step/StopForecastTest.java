package io.segue.proxy.control.migration.step;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopForecastTest {

    private static final Limits.Window WINDOW = new Limits.Window(ofMillis(3_000), ofMillis(1_500), ofMillis(1_000), Duration.ofSeconds(10), 5);

    @Test
    void theEndsOfProcessesAreSharedByTheProcessors() {
        assertThat(new StopForecast(500, 0, 1).duration()).isEqualTo(ofMillis(1_500));
        assertThat(new StopForecast(500, 0, 2).duration()).isEqualTo(ofMillis(750));
    }

    @Test
    void eachMegabyteHasToBeUnmapped() {
        assertThat(new StopForecast(0, 2_000L << 20, 1).duration()).isEqualTo(ofMillis(100));
    }

    @Test
    void otherProcessesHaveTouchedAsMuchEach() {
        StopForecast ten = new StopForecast(10, 1_000L << 20, 1);

        assertThat(ten.with(20).duration()).isEqualTo(ten.duration().multipliedBy(2));
        assertThat(StopForecast.NOTHING.with(20).duration()).isEqualTo(ofMillis(60));
    }

    @Test
    void theStopMayTakeWhatTheDrainHasLeftButForAWholeSwitchover() {
        assertThat(StopForecast.limit(WINDOW, ofMillis(2_900))).isEqualTo(ofMillis(1_900));
        assertThat(StopForecast.limit(WINDOW, ofMillis(1_500))).as("after the longest drain").isEqualTo(ofMillis(750));
        assertThat(StopForecast.limit(WINDOW)).as("at the most").isEqualTo(ofMillis(2_000));
    }
}
