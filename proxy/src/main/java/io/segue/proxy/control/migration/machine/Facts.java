package io.segue.proxy.control.migration.machine;

import io.segue.proxy.control.node.Lsn;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a migration must still know after a crash. Every journal line carries all of it, so that the last line is enough.
 *
 * @param oldSettings by node, what {@code postgresql.auto.conf} said (empty = nothing) before this migration changed it; a node without
 *     an entry has been put back
 * @param stopIntended whether the source may have been asked to stop
 * @param timeline of the source before the move; 0 when no move is under way
 * @param stoppedAt the source's shutdown checkpoint
 * @param allowed preflight findings that an operator has allowed for the move under way
 */
public record Facts(
        Map<String, Map<String, Optional<String>>> oldSettings,
        boolean stopIntended,
        int timeline,
        Optional<Lsn> stoppedAt,
        Set<String> allowed) {

    public static final Facts NONE = new Facts(Map.of(), false, 0, Optional.empty(), Set.of());

    public Facts {
        oldSettings = Map.copyOf(oldSettings);
        allowed = Collections.unmodifiableSet(new TreeSet<>(allowed));
    }

    /** With what {@code node}'s parameters were before. What was remembered of one already is older, and stays. */
    public Facts rememberingSettings(String node, Map<String, Optional<String>> settings) {
        Map<String, Optional<String>> ofNode = new LinkedHashMap<>(settings);
        ofNode.putAll(oldSettings.getOrDefault(node, Map.of()));
        return withSettings(node, ofNode);
    }

    /** Without the memory of these parameters of {@code node}: they are put back, or are to stay as they are. */
    public Facts forgettingSettings(String node, Iterable<String> names) {
        Map<String, Optional<String>> ofNode = new LinkedHashMap<>(oldSettings.getOrDefault(node, Map.of()));
        names.forEach(ofNode::remove);
        return withSettings(node, ofNode);
    }

    private Facts withSettings(String node, Map<String, Optional<String>> ofNode) {
        Map<String, Map<String, Optional<String>>> all = new HashMap<>(oldSettings);
        if (ofNode.isEmpty()) {
            all.remove(node);
        } else {
            all.put(node, Map.copyOf(ofNode));
        }
        return new Facts(all, stopIntended, timeline, stoppedAt, allowed);
    }

    /** The move that begins may go on in spite of these. */
    public Facts allowing(Set<String> findings) {
        return new Facts(oldSettings, stopIntended, timeline, stoppedAt, findings);
    }

    public Facts intendingToStop() {
        return new Facts(oldSettings, true, timeline, stoppedAt, allowed);
    }

    public Facts onTimeline(int number) {
        return new Facts(oldSettings, stopIntended, number, stoppedAt, allowed);
    }

    public Facts stopped(Lsn shutdownCheckpoint) {
        return new Facts(oldSettings, stopIntended, timeline, Optional.of(shutdownCheckpoint), allowed);
    }

    /** What is left when a move ends, either way: only settings that could not be put back. */
    public Facts afterTheMove() {
        return new Facts(oldSettings, false, 0, Optional.empty(), Set.of());
    }
}
