package io.segue.proxy.data.entrance;

import io.segue.proxy.watch.LimitView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many of something there are, have been at most, and were refused. Any thread. */
final class Tally {

    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /** One more, when that makes no more than {@code most}. */
    boolean enter(int most) {
        int now = used.incrementAndGet();
        if (now > most) {
            used.decrementAndGet();
            return false;
        }
        peak.accumulateAndGet(now, Math::max);
        return true;
    }

    void leave() {
        used.decrementAndGet();
    }

    void refuse() {
        refused.increment();
    }

    /** @param limit key of the configuration */
    LimitView view(String limit, int most) {
        return new LimitView(limit, Optional.of((long) most), used.get(), Optional.of((long) peak.get()), Optional.of(refused.sum()), "");
    }

    int used() {
        return used.get();
    }
}
