package io.segue.proxy.control.migration.machine;

import java.util.Optional;

/** A migration that waits for an operator. */
public sealed interface Resting extends MigrationState {

    /** Whether nothing more can come of this migration: the next one has a number of its own. */
    default boolean over() {
        return switch (this) {
            case Done _, Abandoned _ -> true;
            case Created _, Ready _, Moved _, Alone _ -> false;
        };
    }

    /** Asked for; nothing is done yet. */
    record Created(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.source());
        }
    }

    /** The target streams from the source; the source has the traffic. */
    record Ready(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.source());
        }
    }

    /** The target has the traffic; the source streams from it and is ready for the switchback. */
    record Moved(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.target());
        }
    }

    /** The source of the plan has the traffic and the target is not ready: there is no way to it before a new prepare. */
    record Alone(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.source());
        }
    }

    /** The node without traffic is put away: stopped, fenced, its slots dropped. */
    record Done(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.source());
        }
    }

    /** Given up before any move; the slots are dropped. */
    record Abandoned(Plan plan) implements Resting {
        @Override
        public Optional<String> writer() {
            return Optional.of(plan.source());
        }
    }
}
