package io.segue.proxy.watch;

import java.time.Duration;

/**
 * One shard at the moment of a scrape, as the gate sees it.
 *
 * @param node which takes the traffic, or took it until the hold
 * @param epoch of the route
 * @param sessions all that are logged in
 * @param active of these, with a unit of work under way
 * @param held of these, waiting for the release
 * @param heldBytes read from them and not sent on
 * @param spareLinks warm links to the node that may be next
 * @param heldFor how long the present hold has been on; zero when there is none
 * @param queued of the sessions, waiting for their turn to log in to their server anew
 */
public record ShardFigures(
        GateState gate,
        String node,
        long epoch,
        int sessions,
        int active,
        int held,
        long heldBytes,
        int spareLinks,
        Duration heldFor,
        int queued) {

    /** Nobody waits for his turn to log in. */
    public ShardFigures(
            GateState gate, String node, long epoch, int sessions, int active, int held, long heldBytes, int spareLinks, Duration heldFor) {
        this(gate, node, epoch, sessions, active, held, heldBytes, spareLinks, heldFor, 0);
    }

    /** What the gate does. */
    public enum GateState {
        OPEN,
        HOLDING,
        REFUSING
    }
}
