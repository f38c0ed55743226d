package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters a cutover changes on the nodes for its window, and their way back. */
public final class WindowSettings {

    private static final String UPSTREAM = "primary_conninfo";
    private static final String UPSTREAM_SLOT = "primary_slot_name";

    /**
     * On the target. A promotion that meets an upstream going away sleeps wal_retrieve_retry_interval (5 s by default); readers hold up
     * replay and promotion for max_standby_*_delay; restore_command is asked several times during a promotion; and the first write of a
     * primary with synchronous_standby_names waits for a standby that is not there.
     */
    public static final Map<String, String> ON_TARGET = ordered(
            "wal_retrieve_retry_interval", "10ms",
            "max_standby_streaming_delay", "100ms",
            "max_standby_archive_delay", "100ms",
            "restore_command", "",
            "synchronous_standby_names", "");

    /** On the source: a walsender whose receiver is dead holds up the shutdown no longer than this. */
    public static final Map<String, String> ON_SOURCE = ordered("wal_sender_timeout", "3s");

    /** What the fence adds on the source. It stays there after the move: it is then the standby's upstream. */
    static final Set<String> OF_FENCE = Set.of(UPSTREAM, UPSTREAM_SLOT);

    private WindowSettings() {}

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    /** Adds what both nodes say before anything is changed: it is journalled first. */
    public static Facts remember(StepContext context, Facts facts) throws NodeException {
        DatabaseNode source = context.source();
        DatabaseNode target = context.target();
        Facts remembered = facts.rememberingSettings(context.plan().source(), before(source, ON_SOURCE.keySet()));
        remembered = remembered.rememberingSettings(context.plan().source(), before(source, OF_FENCE));
        remembered = remembered.rememberingSettings(context.plan().target(), before(target, ON_TARGET.keySet()));
        return remembered.onTimeline(source.status().timeline());
    }

    private static Map<String, Optional<String>> before(DatabaseNode node, Collection<String> names) throws NodeException {
        Map<String, String> altered = node.alteredSettings(names);
        Map<String, Optional<String>> before = new LinkedHashMap<>();
        names.forEach(name -> before.put(name, Optional.ofNullable(altered.get(name))));
        return before;
    }

    /**
     * Lets {@code standby} follow {@code upstream} through {@code slot}, now or after its next start. Written even when it says so already:
     * the password in the standby's own file may be an old one.
     */
    static void follow(DatabaseNode standby, DatabaseNode upstream, String slot) throws NodeException {
        standby.alterSystem(Map.of(
                UPSTREAM, Optional.of(upstream.connectionInfoFor(standby.node())),
                UPSTREAM_SLOT, Optional.of(slot)));
    }

    /** Sets what is not set already. */
    static void set(DatabaseNode node, Map<String, String> wanted) throws NodeException {
        if (node.alteredSettings(wanted.keySet()).equals(wanted)) {
            return;
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        wanted.forEach((name, value) -> values.put(name, Optional.of(value)));
        node.alterSystem(values);
    }

    /** Puts back what {@code facts} remember of {@code node}, and forgets it. */
    static Facts putBack(DatabaseNode node, Facts facts) throws NodeException {
        String name = node.node().name();
        Map<String, Optional<String>> old = facts.oldSettings().getOrDefault(name, Map.of());
        if (!old.isEmpty()) {
            node.alterSystem(old);
        }
        return facts.forgettingSettings(name, old.keySet());
    }
}
