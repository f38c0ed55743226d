package io.segue.proxy.control.migration.step;

import java.time.Duration;

/** A point in time that a piece of work must not pass. */
public record Deadline(StepClock clock, long atNanos) {

    public static Deadline in(StepClock clock, Duration limit) {
        return new Deadline(clock, clock.nanos() + limit.toNanos());
    }

    public boolean passed() {
        return clock.nanos() - atNanos >= 0;
    }

    /** Zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
    }
}
