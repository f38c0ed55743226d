package io.segue.proxy.control.migration.verify;

import io.segue.proxy.control.migration.step.StepClock;
import java.time.Duration;

/** Keeps a reader of a server's disk to a number of bytes a second. One thread. */
final class Pace {

    private static final double NANOS_PER_SECOND = 1e9;

    private final StepClock clock;
    private final long bytesPerSecond;
    private long due;

    Pace(StepClock clock, long bytesPerSecond) {
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.due = clock.nanos();
    }

    /** So much has been read: waits until the next may be. */
    void read(long bytes) throws InterruptedException {
        long now = clock.nanos();
        due = Math.max(due, now - Duration.ofSeconds(1).toNanos()) + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
        if (due - now > 0) {
            clock.pause(Duration.ofNanos(due - now));
        }
    }
}
