package io.segue.proxy.control.node;

/**
 * What {@code pg_controldata} says.
 *
 * @param state "Database cluster state": {@code in production}, {@code shutting down}, {@code shut down}, {@code in archive recovery} ...
 * @param checkpoint "Latest checkpoint location"
 * @param timeline "Latest checkpoint's TimeLineID"
 * @param systemIdentifier "Database system identifier"
 */
public record ControlData(String state, Lsn checkpoint, int timeline, String systemIdentifier) {

    /** Whether a primary ended in order: its last record is the shutdown checkpoint at {@link #checkpoint()}. */
    public boolean shutDown() {
        return state.equals("shut down");
    }
}
