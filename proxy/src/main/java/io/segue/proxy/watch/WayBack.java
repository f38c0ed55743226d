package io.segue.proxy.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a shard's traffic could be moved back where it came from.
 *
 * @param pause how long writes would wait for it, as far as can be said; only when it is open
 */
public record WayBack(State state, Optional<Duration> pause) {

    /** What may be said of it. */
    public enum State {
        /** It has not been moved, or was put away. */
        NONE,
        /** Now, without building a node anew. */
        OPEN,
        /** It has been moved, and the node it came from could not take it back now. */
        CLOSED
    }

    public static final WayBack NONE = new WayBack(State.NONE, Optional.empty());
    public static final WayBack CLOSED = new WayBack(State.CLOSED, Optional.empty());

    public static WayBack open(Optional<Duration> pause) {
        return new WayBack(State.OPEN, pause);
    }

    /** In seconds; NaN when it cannot be said. */
    double pauseSeconds() {
        return pause.map(it -> it.toNanos() / 1e9).orElse(Double.NaN);
    }
}
