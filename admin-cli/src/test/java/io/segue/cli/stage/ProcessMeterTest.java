package io.segue.cli.stage;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.stage.ProcessMeter.Cpu;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {

    @Test
    void countsWhatThisVeryProcessUses() {
        ProcessMeter meter = new ProcessMeter(ProcessHandle.current().pid());
        Cpu before = meter.cpu();

        await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(1))
                .until(() -> meter.cpu().since(before).micros() >= 50_000);

        assertThat(meter.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void ofAProcessThatIsGoneThereIsNothingToSay() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(new ProcessMeter(gone.pid()).cpu()).isEqualTo(new Cpu(0, 0));
        assertThat(new ProcessMeter(gone.pid()).residentBytes()).isZero();
    }
}
