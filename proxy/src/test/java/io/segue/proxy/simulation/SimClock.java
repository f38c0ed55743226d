package io.segue.proxy.simulation;

import io.segue.proxy.control.migration.step.StepClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Whoever waits on it is the one who drives the world: time passes only while the move, or the test, has nothing else to do. The questions
 * of a preflight have threads of their own, which would mix up what follows from the seed: for them alone time passes as they wait.
 */
final class SimClock implements StepClock {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(1);
    /** A long wait is not worth more ticks than that. */
    private static final int MOST_TICKS = 60;

    private final Consumer<Duration> meanwhile;
    private final ThreadLocal<Long> ofAsker = ThreadLocal.withInitial(() -> 0L);
    private long nanos;
    private Duration jumped = Duration.ZERO;

    /** @param meanwhile what happens in so much time */
    SimClock(Consumer<Duration> meanwhile) {
        this.meanwhile = meanwhile;
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos).plus(jumped);
    }

    /** Somebody sets the machine's clock. */
    synchronized void jump(Duration by) {
        jumped = jumped.plus(by);
    }

    @Override
    public synchronized long nanos() {
        return nanos + ofAsker.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Duration tick = tick(duration);
        for (Duration left = duration; left.isPositive(); left = left.minus(tick)) {
            pass(tick);
        }
    }

    @Override
    public boolean await(CompletionStage<?> stage, Duration limit) throws InterruptedException {
        Duration tick = tick(limit);
        for (Duration left = limit; left.isPositive() && !stage.toCompletableFuture().isDone(); left = left.minus(tick)) {
            pass(tick);
        }
        return stage.toCompletableFuture().isDone();
    }

    private static Duration tick(Duration wait) {
        Duration coarse = wait.dividedBy(MOST_TICKS);
        return coarse.compareTo(TICK) > 0 ? coarse : TICK;
    }

    private void pass(Duration tick) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (Thread.currentThread().getName().equals("preflight")) {
            ofAsker.set(ofAsker.get() + tick.toNanos());
            return;
        }
        synchronized (this) {
            nanos += tick.toNanos();
        }
        meanwhile.accept(tick);
    }
}
