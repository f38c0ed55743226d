package io.segue.proxy.control.migration.machine;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a migration is. {@link Working} states end in -ing and are left by themselves; {@link Resting} ones wait for an operator.
 *
 * <p>Of the working ones, {@link Revocable} states have a way back and {@link Committed} ones have none: PROMOTING is the point of no
 * return.
 */
public sealed interface MigrationState permits Resting, Working {

    Plan plan();

    /** The node that may take writes in this state; empty when none may. */
    Optional<String> writer();

    /** The short upper-case name for people and for the journal, such as READY. */
    default String label() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /**
     * The state that {@link #label()} names.
     *
     * @throws IllegalArgumentException when no state has that name
     */
    static MigrationState labelled(String label, Plan plan) {
        return switch (label) {
            case "CREATED" -> new Resting.Created(plan);
            case "COPYING" -> new Revocable.Copying(plan);
            case "STREAMING" -> new Revocable.Streaming(plan);
            case "READY" -> new Resting.Ready(plan);
            case "TUNING" -> new Revocable.Tuning(plan);
            case "WARMING" -> new Revocable.Warming(plan);
            case "FENCING" -> new Revocable.Fencing(plan);
            case "HOLDING" -> new Revocable.Holding(plan);
            case "RETREATING" -> new Revocable.Retreating(plan);
            case "STOPPING" -> new Revocable.Stopping(plan);
            case "PROVING" -> new Revocable.Proving(plan);
            case "PROMOTING" -> new Committed.Promoting(plan);
            case "ROUTING" -> new Committed.Routing(plan);
            case "REJOINING" -> new Committed.Rejoining(plan);
            case "VERIFYING" -> new Committed.Verifying(plan);
            case "REVIVING" -> new Tidying.Reviving(plan);
            case "UNDOING" -> new Tidying.Undoing(plan);
            case "DISCARDING" -> new Tidying.Discarding(plan);
            case "CLEANING" -> new Tidying.Cleaning(plan);
            case "MOVED" -> new Resting.Moved(plan);
            case "ALONE" -> new Resting.Alone(plan);
            case "DONE" -> new Resting.Done(plan);
            case "ABANDONED" -> new Resting.Abandoned(plan);
            default -> throw new IllegalArgumentException("no migration state is called " + label);
        };
    }
}
