package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class JvmMetersTest {

    private static final int BYTES = 10_000_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsWhatTheLoopsAllocateAndNobodyElse() throws InterruptedException {
        try (JvmMeters _ = new JvmMeters(registry, new long[] {Thread.currentThread().threadId()})) {
            double before = allocated();
            byte[] own = new byte[BYTES];
            double afterOwn = allocated();
            byte[][] others = new byte[1][];
            Thread other = new Thread(() -> others[0] = new byte[10 * BYTES]);
            other.start();
            other.join();

            assertThat(afterOwn - before).isBetween((double) own.length, 2.0 * own.length);
            assertThat(allocated() - afterOwn).isLessThan(others[0].length);
        }
    }

    @Test
    void countsNothingOfALoopThatHasEnded() throws InterruptedException {
        Thread ended = new Thread(() -> {});
        ended.start();
        ended.join();

        try (JvmMeters _ = new JvmMeters(registry, new long[] {ended.threadId()})) {
            assertThat(allocated()).isZero();
        }
    }

    private double allocated() {
        return registry.get("segue.loops.allocated").functionCounter().count();
    }
}
