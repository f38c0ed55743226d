package io.segue.proxy;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.SegueConfig;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.PostgresNode;
import io.segue.proxy.route.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** One connection and shell to each node, for those who share them. Nothing is opened before it is used. */
final class NodeRoom implements AutoCloseable {

    private final Map<Node, DatabaseNode> nodes = new LinkedHashMap<>();

    NodeRoom(SegueConfig config) {
        for (NodeConfig each : config.nodes().values()) {
            DatabaseNode node = new PostgresNode(
                    each, config.role(), config.limits(), other -> config.nodes().get(other.name()).tls());
            nodes.put(node.node(), node);
        }
    }

    DatabaseNode node(Node node) {
        return nodes.get(node);
    }

    Map<Node, DatabaseNode> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.values().forEach(DatabaseNode::close);
    }
}
