package io.segue.proxy.control.migration;

import java.time.Instant;
import java.util.List;

/**
 * A migration for people: one row of SHOW MIGRATIONS.
 *
 * @param id counts up over the life of the state directory
 * @param state such as READY or PROMOTING
 * @param traffic the node that has the traffic
 * @param pointOfNoReturnPassed whether the present move can only be finished
 * @param lagBytes how far the other node is behind; -1 when not known
 * @param steps of the last or present move, in order
 * @param message what it waits for, or why it failed; empty when there is nothing to say
 * @param readiness whether the node without traffic could take it over now
 */
public record MigrationStatus(
        long id,
        String shard,
        String source,
        String target,
        String state,
        String traffic,
        boolean pointOfNoReturnPassed,
        long lagBytes,
        Instant startedAt,
        Instant updatedAt,
        List<StepTime> steps,
        String message,
        Readiness readiness) {

    /** How long one step took, or has taken so far. */
    public record StepTime(String step, double milliseconds) {}
}
