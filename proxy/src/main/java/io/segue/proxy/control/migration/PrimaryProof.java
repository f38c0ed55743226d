package io.segue.proxy.control.migration;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
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
 * Asks all nodes of a shard which of them is the primary: not in recovery, and no node knows of a higher timeline. What is not certain is
 * no proof: two primaries are none. Any thread.
 */
public final class PrimaryProof {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryProof.class);

    private final Function<Node, DatabaseNode> nodes;
    private final Map<String, Integer> highestTimelines = new ConcurrentHashMap<>();

    public PrimaryProof(Function<Node, DatabaseNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * The shard's primary; empty when none can be proved.
     *
     * @param limit for the nodes to answer; those that do not are left out
     */
    public Optional<Node> prove(Shard shard, Duration limit) throws InterruptedException {
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
        Optional<Node> current = primaries.stream()
                .filter(primary -> answers.get(primary).timeline() >= highest)
                .findFirst();
        if (current.isPresent()) {
            highestTimelines.merge(shard.name(), highest, Math::max);
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
