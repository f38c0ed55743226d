package io.segue.proxy.control.migration.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of this machine. */
public final class SystemStepClock implements StepClock {

    private final Clock clock;

    public SystemStepClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public boolean await(CompletionStage<?> stage, Duration limit) throws InterruptedException {
        CountDownLatch complete = new CountDownLatch(1);
        stage.whenComplete((_, _) -> complete.countDown());
        return complete.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
