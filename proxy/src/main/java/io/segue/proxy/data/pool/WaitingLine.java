package io.segue.proxy.data.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who waits for a link of a pool on one event loop, in the order of arrival. Event loop, but for the count that all loops share. */
final class WaitingLine<K> {

    private final SequencedMap<Borrower<K>, Long> sinceNanos = new LinkedHashMap<>();
    private final AtomicInteger waiting;
    private final int most;

    /** @param waiting counted over all loops, {@code most} at most */
    WaitingLine(AtomicInteger waiting, int most) {
        this.waiting = waiting;
        this.most = most;
    }

    /** @return false when too many wait already */
    boolean join(Borrower<K> borrower, long nanos) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return false;
        }
        sinceNanos.put(borrower, nanos);
        return true;
    }

    /** Harmless for one that does not wait. */
    void leave(Borrower<K> borrower) {
        if (sinceNanos.remove(borrower) != null) {
            waiting.decrementAndGet();
        }
    }

    boolean isEmpty() {
        return sinceNanos.isEmpty();
    }

    Optional<Borrower<K>> first() {
        return Optional.ofNullable(sinceNanos.firstEntry()).map(Map.Entry::getKey);
    }

    /** Since when the first one waits. Only when there is one. */
    long firstSinceNanos() {
        return sinceNanos.firstEntry().getValue();
    }
}
