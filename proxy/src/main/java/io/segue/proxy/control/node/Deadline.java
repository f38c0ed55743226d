package io.segue.proxy.control.node;

import java.time.Duration;

/** A moment by which something has to be so. On the clock that nobody sets. */
record Deadline(long nanoTime) {

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean passed() {
        return left().isZero();
    }

    /** Never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Waits before something is asked again, but not beyond the deadline. */
    void pause(Duration atMost) throws InterruptedException {
        Duration left = left();
        Thread.sleep(left.compareTo(atMost) < 0 ? left : atMost);
    }
}
