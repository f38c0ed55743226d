package io.segue.proxy.control.migration;

/** Hears what migrations do, for meters. Called on the migrations' threads; must not block. */
public interface MigrationObserver {

    /** A state's work begins. */
    default void stepStarted(String shard, long migration, String state) {}

    /**
     * A state's work has ended.
     *
     * @param nanos how long it took
     * @param next the state that follows
     */
    default void stepEnded(String shard, long migration, String state, long nanos, String next) {}

    /** A command has come to its end. */
    default void ended(MigrationCommand command, Outcome outcome) {}

    /** Hears nothing. */
    static MigrationObserver none() {
        return new MigrationObserver() {};
    }
}
