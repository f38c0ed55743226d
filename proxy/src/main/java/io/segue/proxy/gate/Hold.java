package io.segue.proxy.gate;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One hold of one shard: who asked for it, since when, and how many lanes are still at work. Any thread. */
final class Hold {

    private final String owner;
    private final long sinceNanos;
    private final Optional<ReadMove> reads;
    private final AtomicInteger lanesAtWork;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private ScheduledFuture<?> deadline;

    Hold(String owner, long sinceNanos, int lanes, Optional<ReadMove> reads) {
        this.reads = reads;
        this.owner = owner;
        this.sinceNanos = sinceNanos;
        this.lanesAtWork = new AtomicInteger(lanes);
    }

    String owner() {
        return owner;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Where reads may go on meanwhile. */
    Optional<ReadMove> reads() {
        return reads;
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Called by each lane once. */
    void laneDrained() {
        if (lanesAtWork.decrementAndGet() == 0) {
            drained.complete(null);
        }
    }

    void endsAt(ScheduledFuture<?> timer) {
        deadline = timer;
    }

    void end(String how) {
        deadline.cancel(false);
        drained.completeExceptionally(new HoldEndedException("the hold of " + owner + " " + how));
    }
}
