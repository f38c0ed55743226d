package io.segue.proxy.control.node;

/**
 * A row of {@code pg_replication_slots}.
 *
 * @param active whether a walsender uses it
 * @param walStatus reserved, extended, unreserved or lost; empty when it reserves nothing
 * @param retainedBytes WAL kept on its behalf
 */
public record SlotStatus(String name, boolean active, String walStatus, long retainedBytes) {

    /** Whether WAL that it was to keep has been removed. */
    public boolean lost() {
        return walStatus.equals("lost");
    }
}
