package io.segue.proxy.control.migration.step;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The time as steps see it: what it is, and how to let it pass. Passed in so that tests need not wait. */
public interface StepClock {

    /** For people and journals. */
    Instant now();

    /** For durations and deadlines: nanoseconds from an arbitrary point, never backwards. */
    long nanos();

    /** Lets {@code duration} pass between two looks at something that cannot call back. */
    void pause(Duration duration) throws InterruptedException;

    /** Waits until {@code stage} is complete, well or not. False when it is not after {@code limit}. */
    boolean await(CompletionStage<?> stage, Duration limit) throws InterruptedException;
}
