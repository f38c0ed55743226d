package io.segue.proxy.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a shard's clients have met so far, for the difference between two moments.
 *
 * @param held units of work that met a closed gate, by what became of them
 * @param waits of these, how many waited no longer than each of {@link #LIMITS}; the last one has no limit
 * @param told errors that Segue itself sent, by SQLSTATE and message
 */
public record TrafficTally(Map<HoldResult, Long> held, List<Long> waits, Map<String, Long> told) {

    /** 1 ms to 10 s: a good pause is in the middle, and beyond the last one connection pools have long given up. */
    public static final List<Duration> LIMITS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000).stream()
            .map(Duration::ofMillis)
            .toList();

    public TrafficTally {
        held = Map.copyOf(held);
        waits = List.copyOf(waits);
        told = Map.copyOf(told);
    }

    public static TrafficTally nothing() {
        return new TrafficTally(Map.of(), Collections.nCopies(LIMITS.size() + 1, 0L), Map.of());
    }

    public long held(HoldResult result) {
        return held.getOrDefault(result, 0L);
    }

    /** What has come since {@code before}. */
    public TrafficTally since(TrafficTally before) {
        Map<HoldResult, Long> newlyHeld = new EnumMap<>(HoldResult.class);
        held.forEach((result, count) -> newlyHeld.put(result, count - before.held(result)));
        List<Long> newWaits = new ArrayList<>();
        for (int i = 0; i < waits.size(); i++) {
            newWaits.add(waits.get(i) - before.waits.get(i));
        }
        Map<String, Long> newlyTold = new TreeMap<>(told);
        before.told.forEach((error, count) -> newlyTold.merge(error, -count, Long::sum));
        newlyTold.values().removeIf(count -> count == 0);
        return new TrafficTally(newlyHeld, newWaits, newlyTold);
    }
}
