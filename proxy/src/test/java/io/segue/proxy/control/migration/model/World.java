package io.segue.proxy.control.migration.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two nodes and what their clients were told. The only lock of the model is this object's.
 *
 * <p>It asserts by itself, after everything that happens, that at most one node takes writes.
 */
public final class World {

    public static final Node A = new Node("node_a", new Address("127.0.0.1", 5001));
    public static final Node B = new Node("node_b", new Address("127.0.0.1", 5002));
    public static final Shard SHARD = new Shard("main", List.of(Shard.ANY_DATABASE), List.of(A, B));

    final ModelClock clock = new ModelClock();
    final Faults faults = new Faults();
    private final Map<String, ModelNode> nodes = new LinkedHashMap<>();
    private final Set<Long> acknowledged = new LinkedHashSet<>();
    private long lastWrite;

    /** A is a running primary, B an empty machine. */
    public World() {
        nodes.put(A.name(), ModelNode.primary(A, this));
        nodes.put(B.name(), ModelNode.empty(B, this));
    }

    public ModelNode a() {
        return node(A);
    }

    public ModelNode b() {
        return node(B);
    }

    public ModelNode node(Node node) {
        return nodes.get(node.name());
    }

    Optional<ModelNode> named(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    public ModelClock clock() {
        return clock;
    }

    public Faults faults() {
        return faults;
    }

    /** WAL flows, and nobody may have become a second writer. */
    synchronized void settle() {
        nodes.values().forEach(ModelNode::stream);
        List<ModelNode> writers = nodes.values().stream().filter(ModelNode::takesWrites).toList();
        assertThat(writers).as("nodes that take writes").hasSizeLessThanOrEqualTo(1);
    }

    /** A client of the proxy writes; what it is told to be committed must never be lost. */
    synchronized void write(Node node) {
        if (node(node).commit(lastWrite + 1)) {
            lastWrite++;
            acknowledged.add(lastWrite);
        }
        settle();
    }

    /** What becomes of a statement that reaches a node. */
    public enum Fate {
        DONE,
        /** 25006. */
        READ_ONLY,
        /** The link is gone, or was never there. */
        LOST
    }

    /** A statement that is its own transaction. */
    public Fate execute(Node node, long row) {
        return commit(node, List.of(row));
    }

    /** A transaction that has written {@code written} commits on {@code node}: all of it or nothing. Whoever sent it keeps the books. */
    public synchronized Fate commit(Node node, Collection<Long> written) {
        ModelServer server = node(node).server();
        boolean all = written.stream().allMatch(row -> node(node).commit(row));
        Fate fate = all ? Fate.DONE : server.answers() && server.inRecovery() ? Fate.READ_ONLY : Fate.LOST;
        settle();
        return fate;
    }

    /** Whether {@code node} has it. */
    public synchronized boolean has(Node node, long row) {
        return node(node).rows().contains(row);
    }

    /** What {@code node} has. */
    public synchronized Set<Long> rows(Node node) {
        return Set.copyOf(node(node).rows());
    }

    /** The nodes that take writes now. */
    public synchronized List<Node> writers() {
        return nodes.values().stream().filter(ModelNode::takesWrites).map(ModelNode::node).toList();
    }

    /** The one node that takes writes; it has everything that was acknowledged. */
    public synchronized Node writer() {
        List<ModelNode> writers = nodes.values().stream().filter(ModelNode::takesWrites).toList();
        assertThat(writers).as("nodes that take writes").hasSize(1);
        assertThat(writers.getFirst().rows()).as("rows on the writer").containsAll(acknowledged);
        return writers.getFirst().node();
    }

    public synchronized int acknowledged() {
        return acknowledged.size();
    }

    /** Everything that a move which was undone must have put back: settings, slots, fences, who runs as what. */
    public synchronized String footprint() {
        return a().footprint() + "\n" + b().footprint();
    }
}
