package io.segue.proxy.control.migration.machine;

import java.util.Optional;

/**
 * The transition table: which state follows which on what event. Pure.
 *
 * <p>No transition changes the writer from one node to the other: between them lies a state in which nobody may write.
 */
public final class Migration {

    private Migration() {}

    /**
     * The state that follows; empty when {@code event} means nothing in {@code state}. FAILED means nothing in PROMOTING, ROUTING and
     * REVIVING: their work is done again until it succeeds.
     */
    public static Optional<MigrationState> next(MigrationState state, MigrationEvent event) {
        return switch (event) {
            case PREPARE -> prepare(state);
            case CUTOVER -> cutover(state);
            case SWITCHBACK -> switchback(state);
            case CLEANUP -> cleanup(state);
            case ABORT -> abort(state);
            case SUCCEEDED -> succeeded(state);
            case FAILED -> failed(state);
            case OVERRAN -> overran(state);
            case RESTARTED -> Optional.of(restarted(state));
        };
    }

    private static Optional<MigrationState> prepare(MigrationState state) {
        return switch (state) {
            case Resting.Created(Plan plan) -> to(new Revocable.Copying(plan));
            case Resting.Alone(Plan plan) -> to(new Revocable.Copying(plan));
            case Resting.Ready _, Resting.Moved _, Resting.Done _, Resting.Abandoned _, Working _ -> refused();
        };
    }

    private static Optional<MigrationState> cutover(MigrationState state) {
        return switch (state) {
            case Resting.Ready(Plan plan) -> to(new Revocable.Tuning(plan));
            case Resting.Created _, Resting.Moved _, Resting.Alone _, Resting.Done _, Resting.Abandoned _, Working _ -> refused();
        };
    }

    private static Optional<MigrationState> switchback(MigrationState state) {
        return switch (state) {
            case Resting.Moved(Plan plan) -> to(new Revocable.Tuning(plan.reversed()));
            case Resting.Created _, Resting.Ready _, Resting.Alone _, Resting.Done _, Resting.Abandoned _, Working _ -> refused();
        };
    }

    private static Optional<MigrationState> cleanup(MigrationState state) {
        return switch (state) {
            case Resting.Ready(Plan plan) -> to(new Tidying.Cleaning(plan));
            case Resting.Moved(Plan plan) -> to(new Tidying.Cleaning(plan.reversed()));
            case Resting.Alone(Plan plan) -> to(new Tidying.Cleaning(plan));
            case Resting.Created _, Resting.Done _, Resting.Abandoned _, Working _ -> refused();
        };
    }

    private static Optional<MigrationState> abort(MigrationState state) {
        return switch (state) {
            case Resting.Ready(Plan plan) -> to(new Tidying.Discarding(plan));
            case Revocable revocable -> to(revocable.wayBack());
            case Resting.Created _, Resting.Moved _, Resting.Alone _, Resting.Done _, Resting.Abandoned _ -> refused();
            case Committed _, Tidying _ -> refused();
        };
    }

    private static Optional<MigrationState> succeeded(MigrationState state) {
        return switch (state) {
            case Revocable.Copying(Plan plan) -> to(new Revocable.Streaming(plan));
            case Revocable.Streaming(Plan plan) -> to(new Resting.Ready(plan));
            case Revocable.Tuning(Plan plan) -> to(new Revocable.Warming(plan));
            case Revocable.Warming(Plan plan) -> to(new Revocable.Fencing(plan));
            case Revocable.Fencing(Plan plan) -> to(new Revocable.Holding(plan));
            case Revocable.Holding(Plan plan) -> to(new Revocable.Stopping(plan));
            case Revocable.Retreating(Plan plan) -> to(new Revocable.Warming(plan));
            case Revocable.Stopping(Plan plan) -> to(new Revocable.Proving(plan));
            case Revocable.Proving(Plan plan) -> to(new Committed.Promoting(plan));
            case Committed.Promoting(Plan plan) -> to(new Committed.Routing(plan));
            case Committed.Routing(Plan plan) -> to(new Committed.Rejoining(plan));
            case Committed.Rejoining(Plan plan) -> to(new Committed.Verifying(plan));
            case Committed.Verifying(Plan plan) -> to(plan.arrival());
            case Tidying.Reviving(Plan plan) -> to(new Tidying.Undoing(plan));
            case Tidying.Undoing(Plan plan) -> to(plan.departure());
            case Tidying.Discarding(Plan plan) -> to(new Resting.Abandoned(plan));
            case Tidying.Cleaning(Plan plan) -> to(new Resting.Done(plan));
            case Resting _ -> refused();
        };
    }

    private static Optional<MigrationState> failed(MigrationState state) {
        return switch (state) {
            case Revocable revocable -> to(revocable.wayBack());
            case Committed.Rejoining(Plan plan) -> to(plan.aloneOnTarget());
            case Committed.Verifying(Plan plan) -> to(plan.aloneOnTarget());
            case Tidying.Undoing(Plan plan) -> to(plan.aloneOnSource());
            case Tidying.Discarding(Plan plan) -> to(plan.aloneOnSource());
            case Tidying.Cleaning(Plan plan) -> to(plan.aloneOnSource());
            case Committed.Promoting _, Committed.Routing _, Tidying.Reviving _ -> refused();
            case Resting _ -> refused();
        };
    }

    private static Optional<MigrationState> overran(MigrationState state) {
        return switch (state) {
            case Revocable.Holding(Plan plan) -> to(new Revocable.Retreating(plan));
            case Revocable.Copying _, Revocable.Streaming _, Revocable.Tuning _, Revocable.Warming _, Revocable.Fencing _ -> refused();
            case Revocable.Retreating _, Revocable.Stopping _, Revocable.Proving _, Committed _, Tidying _, Resting _ -> refused();
        };
    }

    /** What a proxy that finds {@code state} in its journal goes on with: every work may have been done, half done, or not begun. */
    private static MigrationState restarted(MigrationState state) {
        return switch (state) {
            case Revocable.Copying(Plan plan) -> new Tidying.Discarding(plan);
            case Revocable.Streaming streaming -> streaming;
            case Revocable.Tuning(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Warming(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Fencing(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Holding(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Retreating(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Stopping(Plan plan) -> new Tidying.Reviving(plan);
            case Revocable.Proving(Plan plan) -> new Tidying.Reviving(plan);
            case Tidying.Undoing(Plan plan) -> new Tidying.Reviving(plan);
            case Tidying.Reviving _, Tidying.Discarding _, Tidying.Cleaning _, Committed _, Resting _ -> state;
        };
    }

    private static Optional<MigrationState> to(MigrationState next) {
        return Optional.of(next);
    }

    private static Optional<MigrationState> refused() {
        return Optional.empty();
    }
}
