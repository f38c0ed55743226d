package io.segue.proxy.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts for a {@link TrafficTally}. Event loops count, control reads. */
final class TrafficCounts {

    /** Errors of ours are few; more kinds than that are counted together. */
    private static final int MOST_KINDS = 64;

    private final Map<HoldResult, LongAdder> held = new EnumMap<>(HoldResult.class);
    private final List<LongAdder> waits = new ArrayList<>();
    private final Map<String, LongAdder> told = new ConcurrentHashMap<>();

    TrafficCounts() {
        for (HoldResult result : HoldResult.values()) {
            held.put(result, new LongAdder());
        }
        for (int i = 0; i <= TrafficTally.LIMITS.size(); i++) {
            waits.add(new LongAdder());
        }
    }

    void waited(HoldResult result, Duration waited) {
        held.get(result).increment();
        if (result != HoldResult.REFUSED) {
            int bucket = 0;
            while (bucket < TrafficTally.LIMITS.size() && waited.compareTo(TrafficTally.LIMITS.get(bucket)) > 0) {
                bucket++;
            }
            waits.get(bucket).increment();
        }
    }

    void told(String error) {
        String kind = told.containsKey(error) || told.size() < MOST_KINDS ? error : "others";
        told.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    TrafficTally tally() {
        Map<HoldResult, Long> results = new EnumMap<>(HoldResult.class);
        held.forEach((result, count) -> results.put(result, count.sum()));
        Map<String, Long> errors = new TreeMap<>();
        told.forEach((error, count) -> errors.put(error, count.sum()));
        return new TrafficTally(results, waits.stream().map(LongAdder::sum).toList(), errors);
    }
}
