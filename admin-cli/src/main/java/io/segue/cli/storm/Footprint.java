package io.segue.cli.storm;

import io.segue.cli.stage.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a move could leave behind on a node, read from its files: what ALTER SYSTEM has written, replication slots, the mark of a standby.
 *
 * @param settings lines of {@code postgresql.auto.conf}, the last of each parameter; without those that say whom a standby follows, which
 *     stay there when its role changes
 */
record Footprint(Set<String> settings, Set<String> slots, boolean standbySignal) {

    private static final Set<String> OF_A_STANDBY = Set.of("primary_conninfo", "primary_slot_name");

    static Footprint of(Server server) throws IOException {
        Path data = server.dataDirectory();
        return new Footprint(
                settings(Files.readAllLines(data.resolve("postgresql.auto.conf"))),
                slots(data.resolve("pg_replslot")),
                Files.exists(data.resolve("standby.signal")));
    }

    static Set<String> settings(List<String> lines) {
        TreeMap<String, String> last = new TreeMap<>();
        lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> last.put(name(line), line));
        return last.entrySet().stream().filter(it -> !OF_A_STANDBY.contains(it.getKey())).map(TreeMap.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(String line) {
        return line.split("[\\s=]", 2)[0];
    }

    /** A slot's directory has its name; one that is being made or dropped ends in {@code .tmp}. */
    private static Set<String> slots(Path directory) throws IOException {
        try (Stream<Path> each = Files.list(directory)) {
            return each.map(it -> it.getFileName().toString()).filter(name -> !name.endsWith(".tmp")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What is not as it was before the move, or not as the role wants it; empty when nothing was left behind. */
    List<String> leftBehind(String node, Footprint before, boolean primary, String slotOfOther) {
        List<String> left = new ArrayList<>();
        if (!settings.equals(before.settings)) {
            left.add(node + " had settings " + before.settings + " and now has " + settings);
        }
        Set<String> expected = primary ? Set.of(slotOfOther) : Set.of();
        if (!slots.equals(expected)) {
            left.add(node + " has slots " + slots + ", not " + expected);
        }
        if (standbySignal == primary) {
            left.add(node + (primary ? " is the primary and has" : " is the standby and has no") + " standby.signal");
        }
        return left;
    }
}
