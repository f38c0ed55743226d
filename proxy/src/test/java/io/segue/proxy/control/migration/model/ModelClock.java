package io.segue.proxy.control.migration.model;

import io.segue.proxy.control.migration.step.StepClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Virtual time: it passes when somebody waits, and something may happen then. */
public final class ModelClock implements StepClock {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private long nanos;
    private Runnable meanwhile = () -> {};

    /** What happens whenever time passes. */
    public void meanwhile(Runnable happening) {
        meanwhile = happening;
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(duration);
        meanwhile.run();
    }

    public synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public boolean await(CompletionStage<?> stage, Duration limit) throws InterruptedException {
        if (!stage.toCompletableFuture().isDone()) {
            pause(limit);
        }
        return stage.toCompletableFuture().isDone();
    }
}
