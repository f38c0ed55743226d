package io.segue.proxy.control.console;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.route.Node;

/** Asks a node for SHOW NODES. Called on a virtual thread, which is interrupted when the answer takes too long. */
@FunctionalInterface
public interface NodeInspector {

    /** @throws NodeException the node does not answer */
    NodeStatus status(Node node) throws NodeException;
}
