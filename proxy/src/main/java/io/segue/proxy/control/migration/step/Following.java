package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;

/**
 * How a standby follows its upstream at one instant.
 *
 * @param receiver the standby's walreceiver as {@code status/slot/timeline}; {@code none} when there is none
 * @param streaming whether it streams through the expected slot
 * @param lagBytes written by the upstream and not yet replayed by the standby; never negative
 */
public record Following(String receiver, boolean streaming, long lagBytes) {

    /** Asks both nodes, the upstream first. */
    public static Following of(DatabaseNode upstream, DatabaseNode standby, String slot) throws NodeException {
        NodeStatus ahead = upstream.status();
        NodeStatus behind = standby.status();
        return new Following(
                behind.receiver().map(it -> it.status() + "/" + it.slot() + "/" + it.timeline()).orElse("none"),
                behind.receiver().filter(it -> it.status().equals("streaming") && it.slot().equals(slot)).isPresent(),
                Math.max(0, ahead.position().minus(behind.position())));
    }

    public boolean within(long bytes) {
        return streaming && lagBytes <= bytes;
    }

    @Override
    public String toString() {
        return (streaming ? "streaming" : "not streaming (receiver: " + receiver + ")") + ", " + ByteSize.of(lagBytes) + " behind";
    }
}
