package io.segue.proxy.control.migration.step;

import java.time.Duration;

/** Keeps two holds of a shard apart, so that repeated attempts do not hold everybody all the time. Any thread. */
public final class HoldGap {

    private final StepClock clock;
    private volatile Deadline nextHold;

    public HoldGap(StepClock clock) {
        this.clock = clock;
        this.nextHold = Deadline.in(clock, Duration.ZERO);
    }

    /** A hold has just ended; the next may begin after {@code gap}. */
    void ended(Duration gap) {
        nextHold = Deadline.in(clock, gap);
    }

    Duration left() {
        return nextHold.left();
    }
}
