package io.segue.proxy.control.node.survey;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a server is and keeps.
 *
 * @param settings {@code pg_settings}, in base units; those the role may not see are absent
 * @param slots all replication slots
 * @param catalog what all its databases share
 * @param walSinceCheckpoint bytes of WAL since the last checkpoint's redo position; what a shutdown would have to write grows with it
 * @param clock the server's, when it was asked
 */
public record ServerSurvey(
        Map<String, String> settings, List<Slot> slots, Archiver archiver, Catalog catalog, long walSinceCheckpoint, Instant clock) {

    public ServerSurvey {
        settings = Map.copyOf(settings);
        slots = List.copyOf(slots);
    }

    /** A parameter's value; empty when the server does not know it. */
    public String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    /** A parameter that is a number; 0 when the server does not know it. */
    public long number(String name) {
        String value = setting(name);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    /**
     * A row of {@code pg_replication_slots}.
     *
     * @param logical whether it decodes; then {@code use} names the plugin and the database
     * @param walStatus reserved, extended, unreserved or lost; empty when it reserves nothing
     * @param synced whether the standby has a copy of it that is kept up to date (17 and later)
     */
    public record Slot(String name, boolean logical, String use, boolean active, String walStatus, long retainedBytes, boolean synced) {}

    /**
     * The archiver's state.
     *
     * @param failing whether its last try failed
     * @param failedFile what it could not archive, or empty
     * @param waiting WAL files not yet archived
     */
    public record Archiver(boolean failing, String failedFile, long waiting) {}

    /**
     * What the shared catalogs say.
     *
     * @param collations databases whose recorded collation version is not this machine's, with both
     * @param oldestAge transactions since the oldest unfrozen one; the server stops taking writes at 2 billion
     * @param subscriptions enabled ones
     * @param rivalRoles roles that only another high-availability manager makes
     */
    public record Catalog(List<String> collations, long oldestAge, List<String> subscriptions, List<String> rivalRoles) {

        public Catalog {
            collations = List.copyOf(collations);
            subscriptions = List.copyOf(subscriptions);
            rivalRoles = List.copyOf(rivalRoles);
        }
    }
}
