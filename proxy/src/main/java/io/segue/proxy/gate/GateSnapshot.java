package io.segue.proxy.gate;

import io.segue.proxy.route.Route;
import java.time.Duration;

/**
 * The gate of one shard at one instant.
 *
 * @param state open, holding, or refusing (a hold passed its deadline and no node could be proved to be the primary)
 * @param route where units of work go, or went until the hold
 * @param owner who holds; empty when open
 * @param heldFor how long the present hold has been on; zero when open
 * @param inside sessions with a unit of work under way
 * @param waiting sessions that wait for the release
 * @param waitingBytes bytes read from those sessions and not sent on
 * @param sessions all live sessions of the shard
 * @param warm spare links that the last warming opened; none once they were closed
 * @param reading sessions that read on the standby while the others wait
 * @param queued sessions that wait for their turn to log in to their server anew
 */
public record GateSnapshot(
        State state,
        Route route,
        String owner,
        Duration heldFor,
        int inside,
        int waiting,
        long waitingBytes,
        int sessions,
        int warm,
        int reading,
        int queued) {

    /** Nobody waits for his turn to log in. */
    public GateSnapshot(
            State state, Route route, String owner, Duration heldFor, int inside, int waiting, long waitingBytes, int sessions, int warm, int reading) {
        this(state, route, owner, heldFor, inside, waiting, waitingBytes, sessions, warm, reading, 0);
    }

    /** What the gate does. */
    public enum State {
        OPEN,
        HOLDING,
        REFUSING
    }
}
