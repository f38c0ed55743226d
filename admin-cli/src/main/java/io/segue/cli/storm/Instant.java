package io.segue.cli.storm;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When something breaks: so long after a state of the migration was entered, and for how long.
 *
 * @param state as in the journal
 */
record Instant(String state, long delayMillis, long lastsMillis) {

    private static final List<String> STATES = List.of(
            "TUNING", "WARMING", "FENCING", "HOLDING", "STOPPING", "PROVING", "PROMOTING", "ROUTING", "REJOINING", "VERIFYING");
    private static final long LONGEST_DELAY_MILLIS = 40;
    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 6_000;

    static Instant drawn(RandomGenerator random) {
        return new Instant(
                STATES.get(random.nextInt(STATES.size())),
                random.nextLong(LONGEST_DELAY_MILLIS),
                random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    @Override
    public String toString() {
        return state + " + " + delayMillis + " ms, for " + lastsMillis + " ms";
    }
}
