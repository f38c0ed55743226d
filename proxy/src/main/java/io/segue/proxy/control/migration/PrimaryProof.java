package io.segue.proxy.control.migration;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Lineage;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all nodes of a shard which of them is the primary: not in recovery, and nothing is known of a timeline that took the place of the one it
 * writes. Another node may know of it, or an earlier proof, the stored route, or the journal of a promotion: an old primary that was brought
 * back without its fence is refused also when it is the only one that answers a proxy that was just started. What is not certain is no
 * proof: two primaries are none. Any thread.
 */
public final class PrimaryProof {

    private static final Logger LOG = LoggerFactory.getLogger(PrimaryProof.class);

    private final Function<Node, DatabaseNode> nodes;
    private final RouteStore routes;
    private final Function<Shard, Optional<Succession>> decided;
    private final Map<String, Lineage> proved = new ConcurrentHashMap<>();
    private final Disbeliefs disbeliefs = new Disbeliefs();

    /** A node that was proved, and what it writes. */
    public record Primary(Node node, Lineage lineage) {}

    /** What took the place of a lineage, and what an operator does when it is to be believed all the same. */
    private record Newer(Lineage lineage, String knownFrom, String remedy) {}

    /**
     * @param routes only read
     * @param decided by the journal of a shard
     */
    PrimaryProof(Function<Node, DatabaseNode> nodes, RouteStore routes, Function<Shard, Optional<Succession>> decided) {
        this.nodes = nodes;
        this.routes = routes;
        this.decided = decided;
    }

    /**
     * The shard's primary; empty when none can be proved.
     *
     * @param limit for the nodes to answer; those that do not are left out
     */
    public Optional<Primary> prove(Shard shard, Duration limit) throws InterruptedException {
        Map<Node, NodeStatus> answers = ask(shard, limit);
        List<Primary> writers = answers.entrySet().stream()
                .filter(answer -> !answer.getValue().inRecovery())
                .map(answer -> new Primary(answer.getKey(), answer.getValue().lineage()))
                .sorted(Comparator.comparing(writer -> writer.node().name()))
                .toList();
        return switch (writers.size()) {
            case 0 -> {
                disbeliefs.clear(shard);
                yield Optional.empty();
            }
            case 1 -> believed(shard, writers.getFirst(), answers);
            default -> {
                List<Node> both = writers.stream().map(Primary::node).toList();
                disbeliefs.raise(
                        shard,
                        both + " take writes, and only one may",
                        "two-primaries shard=" + shard + " nodes=" + both
                                + " hint=\"stop the one whose timeline is older before anybody writes to it\"");
                yield Optional.empty();
            }
        };
    }

    /** Why a node that takes writes was not believed when the nodes were last asked; empty when there was none. */
    public Optional<String> disbelief(Shard shard) {
        return disbeliefs.text(shard);
    }

    private Optional<Primary> believed(Shard shard, Primary writer, Map<Node, NodeStatus> answers) {
        Optional<Newer> newer = newer(shard, writer, answers);
        newer.ifPresentOrElse(it -> disbelieve(shard, writer, it), () -> {
            proved.merge(shard.name(), writer.lineage(), (before, now) -> now.isOvertakenBy(before) ? before : now);
            disbeliefs.proved(shard);
        });
        return newer.isEmpty() ? Optional.of(writer) : Optional.empty();
    }

    /** All that is known of newer lineages; of several the newest, and of equals the first: what is remembered outlives the file. */
    private Optional<Newer> newer(Shard shard, Primary writer, Map<Node, NodeStatus> answers) {
        Path file = routes.file(shard);
        Stream<Newer> ofNodes = answers.entrySet().stream().map(answer -> new Newer(
                answer.getValue().lineage(), "known-from=" + answer.getKey(), ": another node has been promoted since"));
        Stream<Newer> remembered = Optional.ofNullable(proved.get(shard.name())).stream().map(it -> new Newer(
                it, "known-from=proof", orBelieve(writer) + "move " + file + " away and start Segue anew"));
        Stream<Newer> stored = stored(shard).stream().map(it -> new Newer(it, "file=" + file, orBelieve(writer) + "move " + file + " away"));
        Stream<Newer> promised = decided.apply(shard).stream().flatMap(succession -> promised(succession, writer, answers).stream());
        return Stream.of(ofNodes, remembered, stored, promised)
                .flatMap(Function.identity())
                .filter(it -> writer.lineage().isOvertakenBy(it.lineage()))
                .reduce((one, other) -> other.lineage().timeline() > one.lineage().timeline() ? other : one);
    }

    private static Optional<Newer> promised(Succession succession, Primary writer, Map<Node, NodeStatus> answers) {
        Optional<NodeStatus> target =
                answers.entrySet().stream().filter(it -> it.getKey().name().equals(succession.target())).map(Map.Entry::getValue).findFirst();
        return succession.after(writer.lineage(), target).map(lineage -> new Newer(
                lineage,
                "known-from=journal",
                " and see that " + succession.target() + " answers: its promotion is decided" + orBelieve(writer)
                        + "stop Segue, move the shard's journal away, and start it again"));
    }

    private static String orBelieve(Primary writer) {
        return ", or if " + writer.node().name() + " is meant to be the primary ";
    }

    private void disbelieve(Shard shard, Primary writer, Newer newer) {
        String node = writer.node().name();
        String text = node + " takes writes on timeline " + writer.lineage().timeline() + ", and timeline " + newer.lineage().timeline()
                + " has taken its place";
        disbeliefs.raise(
                shard,
                text,
                "stale-primary shard=" + shard + " node=" + node + " timeline=" + writer.lineage().timeline() + " newest="
                        + newer.lineage().timeline() + " " + newer.knownFrom() + " hint=\"" + text + ": stop " + node + newer.remedy() + "\"");
    }

    private Optional<Lineage> stored(Shard shard) {
        try {
            return routes.lineage(shard);
        } catch (IOException e) {
            disbeliefs.say(shard, "route-unreadable shard=" + shard + " reason=\"" + e.getMessage() + "\"");
            return Optional.empty();
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
