package io.segue.proxy.control.migration;

/**
 * Whether the node without traffic could take it over at this moment, as far as both nodes say.
 *
 * @param why what is missing; empty unless NOT_READY
 */
public record Readiness(State state, String why) {

    /** What may be said of it. */
    public enum State {
        /** No node stands by: nothing is prepared, or work is under way. */
        NONE,
        READY,
        NOT_READY
    }

    static final Readiness NONE = new Readiness(State.NONE, "");
    static final Readiness READY = new Readiness(State.READY, "");

    static Readiness not(String why) {
        return new Readiness(State.NOT_READY, why);
    }

    public boolean ready() {
        return state == State.READY;
    }

    /** For people; empty when no node stands by. */
    @Override
    public String toString() {
        return switch (state) {
            case NONE -> "";
            case READY -> "ready";
            case NOT_READY -> "not ready: " + why;
        };
    }
}
