package io.segue.proxy.control.migration.model;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of a server of the model: what its postgresql.auto.conf says, and what a test says of the others. */
public final class ModelSettings {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("default_transaction_read_only", "off"),
            Map.entry("recovery_min_apply_delay", "0"),
            Map.entry("max_connections", "10"),
            Map.entry("max_worker_processes", "10"),
            Map.entry("max_wal_senders", "10"),
            Map.entry("max_prepared_transactions", "10"),
            Map.entry("max_locks_per_transaction", "10"),
            Map.entry("max_replication_slots", "10"),
            Map.entry("superuser_reserved_connections", "3"),
            Map.entry("wal_level", "replica"),
            Map.entry("archive_mode", "off"),
            Map.entry("ssl", "off"),
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"));

    private final Map<String, String> altered = new TreeMap<>();
    private final Map<String, String> overrides = new TreeMap<>();

    /** A test sets a parameter, as if in postgresql.conf. */
    public void override(String name, String value) {
        overrides.put(name, value);
    }

    void copyOf(ModelSettings source, String connectionInfo, String slot) {
        altered.putAll(source.altered);
        altered.put("primary_conninfo", connectionInfo);
        altered.put("primary_slot_name", slot);
    }

    String upstream() {
        return altered.getOrDefault("primary_conninfo", "").replace("upstream=", "");
    }

    String upstreamSlot() {
        return altered.getOrDefault("primary_slot_name", "");
    }

    Map<String, String> altered(Collection<String> names) {
        Map<String, String> found = new TreeMap<>(altered);
        found.keySet().retainAll(names);
        return found;
    }

    void alter(Map<String, Optional<String>> values) {
        values.forEach((name, value) -> value.ifPresentOrElse(it -> altered.put(name, it), () -> altered.remove(name)));
    }

    Map<String, String> inForce(Collection<String> names) {
        Map<String, String> found = new TreeMap<>();
        names.forEach(name -> found.put(name, overrides.getOrDefault(name, byDefault(name))));
        return found;
    }

    /** Everything that anybody may ask for. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(altered);
        all.putAll(overrides);
        return all;
    }

    private static String byDefault(String name) {
        return DEFAULTS.getOrDefault(name, name.startsWith("max_") ? "10" : "");
    }

    @Override
    public String toString() {
        return altered.toString();
    }
}
