package io.segue.proxy.config;

import io.segue.proxy.config.schema.Block;
import io.segue.proxy.config.schema.Entry;
import io.segue.proxy.config.schema.Findings;
import io.segue.proxy.config.schema.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How listeners, nodes and shards must relate to each other. */
final class Topology {

    /** Names of the virtual database that is the console. */
    private static final Set<String> CONSOLE_DATABASES = Set.of("segue", "pgbouncer");

    private final Block segue;
    private final Findings findings;

    Topology(Block segue, Findings findings) {
        this.segue = segue;
        this.findings = findings;
    }

    void check() {
        new Listeners(segue, findings).check();
        segue.list(Keys.LISTEN).forEach(listen -> listen.section(Keys.TLS).ifPresent(tls -> new TlsBlock(tls).check(findings)));
        nodesAreDifferentServers();
        databasesHaveOneShard();
        nodesHaveOneShard();
    }

    private void nodesAreDifferentServers() {
        Map<String, String> ownerOfAddress = new HashMap<>();
        segue.named(Keys.NODES).forEach((name, node) -> node.entry(Keys.HOST).ifPresent(host -> node.entry(Keys.NODE_PORT).ifPresent(port -> {
            String other = ownerOfAddress.putIfAbsent(host.value() + " " + port.value(), name);
            if (other != null) {
                findings.add(host.place(), name + " has the address of " + other + ": they are one server", "Correct host or port");
            }
        })));
    }

    private void databasesHaveOneShard() {
        Map<String, String> shardOfDatabase = new HashMap<>();
        segue.named(Keys.SHARDS).forEach((shard, block) -> block.entry(Keys.DATABASES).ifPresent(databases -> {
            for (String database : databases.value()) {
                if (CONSOLE_DATABASES.contains(database)) {
                    findings.add(
                            databases.place(), "the name '" + database + "' is taken by Segue's console", "Remove it; * does not include it");
                }
                claim(database, shard, shardOfDatabase, databases.place());
            }
        }));
    }

    private void claim(String database, String shard, Map<String, String> shardOfDatabase, Place place) {
        String other = shardOfDatabase.putIfAbsent(database, shard);
        if (other != null) {
            findings.add(place, "database '" + database + "' is claimed " + twice(shard, other), "Claim it once");
        }
    }

    private void nodesHaveOneShard() {
        Map<String, Block> nodes = segue.named(Keys.NODES);
        Map<String, String> shardOfNode = new HashMap<>();
        segue.named(Keys.SHARDS).forEach((shard, block) -> block.entry(Keys.SHARD_NODES).ifPresent(names -> {
            unknown(names, nodes.keySet());
            for (String name : names.value()) {
                String other = shardOfNode.putIfAbsent(name, shard);
                if (other != null) {
                    findings.add(
                            names.place(), "node '" + name + "' is named " + twice(shard, other) + ", but a move stops the whole server",
                            "Name it once");
                }
            }
        }));
    }

    private static String twice(String shard, String other) {
        return shard.equals(other) ? "twice" : "by shard " + other + " as well";
    }

    private void unknown(Entry<List<String>> names, Set<String> known) {
        Set<String> unknown = new HashSet<>(names.value());
        unknown.removeAll(known);
        for (String name : unknown) {
            findings.add(
                    names.place(), "node '" + name + "' is not known",
                    known.isEmpty() ? "Describe it in nodes" : "Describe it in nodes, where there are: " + String.join(", ", known));
        }
    }
}
