package io.segue.cli.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Microseconds since the epoch that never go backwards: the wall clock read once, the monotonic clock from there on. This is how
 * pgbench dates its log too, so that the two can be laid over each other. Safe from any thread.
 */
public final class MicroClock {

    private final long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final long nanos = System.nanoTime();

    public long now() {
        return epochMicros + (System.nanoTime() - nanos) / 1_000;
    }
}
