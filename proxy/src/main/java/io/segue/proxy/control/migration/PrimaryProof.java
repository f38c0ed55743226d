package io.segue.proxy.control.migration;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Lineage;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all nodes of a shard which of them is the primary: not in recovery, no node knows of a higher timeline, and neither does the stored
 * route: an old primary that was brought back without its fence is refused also when it is the only one that answers a proxy that was just
 * started. What is not certain is no proof: two primaries are none. Any thread.
 */
public final class PrimaryProof {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryProof.class);

    private final Function<Node, DatabaseNode> nodes;
    private final Map<String, Integer> highestTimelines = new ConcurrentHashMap<>();

    private final RouteStore routes;
    private final Map<String, String> lastFaults = new ConcurrentHashMap<>();

    /** A node that was proved, and what it writes. */
    public record Primary(Node node, Lineage lineage) {}

    /** @param routes only read */
    public PrimaryProof(Function<Node, DatabaseNode> nodes, RouteStore routes) {
        this.nodes = nodes;
        this.routes = routes;
    }

    /**
     * The shard's primary; empty when none can be proved.
     *
     * @param limit for the nodes to answer; those that do not are left out
     */
    public Optional<Primary> prove(Shard shard, Duration limit) throws InterruptedException {
        Map<Node, NodeStatus> answers = ask(shard, limit);
        int highest = answers.values().stream()
                .mapToInt(NodeStatus::timeline)
                .reduce(highestTimelines.getOrDefault(shard.name(), 0), Math::max);
        List<Node> primaries = answers.entrySet().stream()
                .filter(answer -> !answer.getValue().inRecovery())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Node::name))
                .toList();
        if (primaries.size() > 1) {
            LOG.error(
                    "two-primaries shard={} nodes={} hint=\"stop the one whose timeline is older before anybody writes to it\"",
                    shard,
                    primaries);
            return Optional.empty();
        }
        Optional<Primary> writer = primaries.stream().map(node -> new Primary(node, answers.get(node).lineage())).findFirst();
        if (writer.isPresent() && isOlderThanStored(shard, writer.get())) {
            return Optional.empty();
        }
        Optional<Primary> current = writer.filter(primary -> primary.lineage().timeline() >= highest);
        if (current.isPresent()) {
            highestTimelines.merge(shard.name(), highest, Math::max);
            lastFaults.remove(shard.name());
        } else if (!primaries.isEmpty()) {
            LOG.error(
                    "stale-primary shard={} node={} timeline={} newest={} hint=\"another node has been promoted since: stop this one\"",
                    shard,
                    primaries.getFirst(),
                    answers.get(primaries.getFirst()).timeline(),
                    highest);
        }
        return current;
    }

    private boolean isOlderThanStored(Shard shard, Primary writer) {
        Optional<Lineage> newer = stored(shard).filter(writer.lineage()::isOvertakenBy);
        newer.ifPresent(it -> report(shard, "stale-primary shard=" + shard + " node=" + writer.node() + " timeline=" + writer.lineage().timeline()
                + " newest=" + it.timeline() + " file=" + routes.file(shard) + " hint=\"" + writer.node().name() + " takes writes on timeline "
                + writer.lineage().timeline() + ", and the primary was last proved on timeline " + it.timeline() + ": stop "
                + writer.node().name() + ", or if it is meant to be the primary move " + routes.file(shard) + " away\""));
        return newer.isPresent();
    }

    private Optional<Lineage> stored(Shard shard) {
        try {
            return routes.lineage(shard);
        } catch (IOException e) {
            report(shard, "route-unreadable shard=" + shard + " reason=\"" + e.getMessage() + "\"");
            return Optional.empty();
        }
    }

    /** A search asks many times in a second: what it finds is said when it changes. */
    private void report(Shard shard, String fault) {
        if (!fault.equals(lastFaults.put(shard.name(), fault))) {
            LOG.error("{}", fault);
        }
    }

    private Map<Node, NodeStatus> ask(Shard shard, Duration limit) throws InterruptedException {
        Map<Node, NodeStatus> answers = new ConcurrentHashMap<>();
        CountDownLatch outstanding = new CountDownLatch(shard.nodes().size());
        for (Node node : shard.nodes()) {
            Thread.ofVirtual().name("proof " + shard + " " + node).start(() -> {
                try {
                    answers.put(node, nodes.apply(node).status());
                } catch (NodeException e) {
                    LOG.debug("no-answer shard={} node={} reason={}", shard, node, e.getMessage());
                } finally {
                    outstanding.countDown();
                }
            });
        }
        outstanding.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        return Map.copyOf(answers);
    }
}
