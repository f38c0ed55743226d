package io.segue.proxy.control.migration;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the node without traffic could take it over at this moment, as far as both nodes say.
 *
 * @param why what is missing; empty unless NOT_READY
 * @param pause how long writes would wait for it, predicted; only when READY
 */
public record Readiness(State state, String why, Optional<Duration> pause) {

    /** What may be said of it. */
    public enum State {
        /** No node stands by: nothing is prepared, or work is under way. */
        NONE,
        READY,
        NOT_READY
    }

    static final Readiness NONE = new Readiness(State.NONE, "", Optional.empty());

    static Readiness ready(Duration pause) {
        return new Readiness(State.READY, "", Optional.of(pause));
    }

    static Readiness not(String why) {
        return new Readiness(State.NOT_READY, why, Optional.empty());
    }

    public boolean ready() {
        return state == State.READY;
    }

    /** For people; empty when no node stands by. */
    @Override
    public String toString() {
        return switch (state) {
            case NONE -> "";
            case READY -> "ready" + pause.map(it -> ", for a pause of about " + it.toMillis() + " ms").orElse("");
            case NOT_READY -> "not ready: " + why;
        };
    }
}
