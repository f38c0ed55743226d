package io.segue.proxy.control.migration.machine;

import java.util.Optional;

/** Work before the point of no return: a failure or an abort takes the way back, and the traffic goes on at the source. */
public sealed interface Revocable extends Working {

    /** What undoes this state and all before it. */
    Tidying wayBack();

    /** Whether the source may have been asked to stop, so that nobody may take writes. */
    default boolean suspended() {
        return switch (this) {
            case Stopping _, Proving _ -> true;
            case Copying _, Streaming _, Tuning _, Warming _, Fencing _, Holding _, Retreating _ -> false;
        };
    }

    @Override
    default Optional<String> writer() {
        return suspended() ? Optional.empty() : Optional.of(plan().source());
    }

    /** Slot on the source and base backup to the target. */
    record Copying(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Discarding(plan);
        }
    }

    /** The standby starts, streams, and catches up. */
    record Streaming(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Discarding(plan);
        }
    }

    /** Settings of both nodes for the window, and the slot for the way back. */
    record Tuning(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Undoing(plan);
        }
    }

    /** Spare links to the target, checkpoints until they are quick. */
    record Warming(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Undoing(plan);
        }
    }

    /** The durable fence on the source: from now on any start of it comes up as a standby. */
    record Fencing(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Reviving(plan);
        }
    }

    /** New units of work wait, running ones end. */
    record Holding(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Reviving(plan);
        }
    }

    /** The drain took too long: traffic goes on at the source, unfenced, until the next attempt. */
    record Retreating(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Reviving(plan);
        }
    }

    /** The source shuts down. */
    record Stopping(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Reviving(plan);
        }
    }

    /** The target replays past the source's shutdown checkpoint. */
    record Proving(Plan plan) implements Revocable {
        @Override
        public Tidying wayBack() {
            return new Tidying.Reviving(plan);
        }
    }
}
