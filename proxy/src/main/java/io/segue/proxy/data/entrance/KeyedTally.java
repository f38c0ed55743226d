package io.segue.proxy.data.entrance;

import io.segue.proxy.watch.LimitView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many there are of each name. Knows only names of which there is one at least, so no more than there are clients. Any thread. */
final class KeyedTally {

    private final String limit;
    private final Optional<Integer> most;
    private final ConcurrentHashMap<String, Integer> used = new ConcurrentHashMap<>();
    private final AtomicInteger peak = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /**
     * @param limit key of the configuration
     * @param most of each name; empty when all may come
     */
    KeyedTally(String limit, Optional<Integer> most) {
        this.limit = limit;
        this.most = most;
    }

    /**
     * One more; {@link #leave} must follow in any case.
     *
     * @param exempt whether the limit does not hold for this one
     * @return the limit, when there are too many now
     */
    Optional<Integer> enter(String name, boolean exempt) {
        int now = used.merge(name, 1, Integer::sum);
        Optional<Integer> exceeded = most.filter(limited -> now > limited && !exempt);
        if (exceeded.isPresent()) {
            refused.increment();
        } else {
            peak.accumulateAndGet(now, Math::max);
        }
        return exceeded;
    }

    void leave(String name) {
        used.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
    }

    /** By the name of which there are most. */
    LimitView view() {
        Optional<Map.Entry<String, Integer>> busiest =
                used.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        return new LimitView(
                limit, most.map(Integer::longValue), busiest.map(Map.Entry::getValue).orElse(0), Optional.of((long) peak.get()),
                Optional.of(refused.sum()),
                busiest.map(Map.Entry::getKey).orElse(""));
    }
}
