package io.segue.cli.storm;

import java.util.EnumMap;
import java.util.Map;

/** What passes a relay. Any thread. */
final class Switches {

    enum State {
        OPEN,
        FROZEN,
        CUT
    }

    private final Map<Traffic, State> states = new EnumMap<>(Traffic.class);

    synchronized void set(Traffic traffic, State state) {
        states.put(traffic, state);
        notifyAll();
    }

    synchronized void mend() {
        states.clear();
        notifyAll();
    }

    /**
     * Waits while that traffic is frozen; a storm mends everything before it ends.
     *
     * @return false when it is cut
     */
    synchronized boolean awaitPassage(Traffic traffic) {
        while (state(traffic) == State.FROZEN) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return state(traffic) == State.OPEN;
    }

    private State state(Traffic traffic) {
        return states.getOrDefault(traffic, State.OPEN);
    }
}
