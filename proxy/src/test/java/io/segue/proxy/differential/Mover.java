package io.segue.proxy.differential;

import io.segue.proxy.data.session.DataPlane;
import io.segue.proxy.gate.HoldEndedException;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Holds a shard and lets it go again, now to the node it was on and now to the other one, until told to stop. */
final class Mover implements AutoCloseable {

    private static final Duration HOLD = Duration.ofSeconds(60);
    private static final int PAUSE_MICROS = 4_000;

    private final DataPlane plane;
    private final Random random;
    private final Thread thread;
    private volatile boolean stopped;

    Mover(DataPlane plane, long seed) {
        this.plane = plane;
        this.random = new Random(seed);
        this.thread = Thread.ofVirtual().start(this::move);
    }

    private void move() {
        while (!stopped) {
            CompletableFuture<Void> drained = plane.gate().hold("mover", HOLD).toCompletableFuture();
            while (!stopped && !isDone(drained)) {
                // The hold waits for a unit of work, however long that takes.
            }
            Route route = plane.gate().route();
            boolean free = drained.isDone() && !drained.isCompletedExceptionally();
            plane.gate().release(free && random.nextBoolean() ? route.movedTo(plane.otherThan(route.node())) : route);
            pause();
        }
    }

    private static boolean isDone(CompletableFuture<Void> drained) {
        try {
            drained.get(5, TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the hold ended by itself", e.getCause() instanceof HoldEndedException ended ? ended : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void pause() {
        try {
            TimeUnit.MICROSECONDS.sleep(random.nextInt(PAUSE_MICROS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The gate is open when this returns. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
