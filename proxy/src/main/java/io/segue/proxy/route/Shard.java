package io.segue.proxy.route;

import java.util.List;
import java.util.Optional;

/**
 * One whole PostgreSQL instance as its clients know it.
 *
 * @param name as the operator writes it in commands
 * @param databases the database names that belong to it; {@code *} stands for every name no other shard claims
 * @param nodes the servers it can live on; the first is where it lives when nothing else is known
 * @param policies what its moves may do to sessions that stand in their way
 */
public record Shard(String name, List<String> databases, List<Node> nodes, MovePolicies policies) {

    /** The databases entry that claims every name no other shard does. */
    public static final String ANY_DATABASE = "*";

    public Shard {
        databases = List.copyOf(databases);
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("shard " + name + " has no node");
        }
    }

    /** With the policies that hold where nothing else is said. */
    public Shard(String name, List<String> databases, List<Node> nodes) {
        this(name, databases, nodes, MovePolicies.DEFAULTS);
    }

    public Optional<Node> node(String nodeName) {
        return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
