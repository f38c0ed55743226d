package io.segue.proxy.data.pool;

import io.netty.channel.EventLoop;
import io.segue.proxy.config.PoolRule;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks after who waits for a link: after a while there is the reserve for him, and in the end nothing more. Event loop. */
final class LineWatch<K> {

    private final PoolRule rule;
    private final EventLoop loop;
    private final WaitingLine<K> line;
    private final Places<K> places;
    private final Consumer<Borrower<K>> mayDial;
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();

    /** @param mayDial has somebody who waits dial, for whom there is a place */
    LineWatch(PoolRule rule, EventLoop loop, WaitingLine<K> line, Places<K> places, Consumer<Borrower<K>> mayDial) {
        this.rule = rule;
        this.loop = loop;
        this.line = line;
        this.places = places;
        this.mayDial = mayDial;
    }

    /** Somebody waits. */
    void begin() {
        if (deadline.isEmpty() && !line.isEmpty()) {
            long waited = System.nanoTime() - line.firstSinceNanos();
            long reserve = rule.reserve() > 0 ? rule.reserveAfter().toNanos() - waited : Long.MAX_VALUE;
            long next = Math.min(rule.longestWait().toNanos() - waited, reserve > 0 ? reserve : Long.MAX_VALUE);
            deadline = Optional.of(loop.schedule(this::look, Math.max(next, 1), TimeUnit.NANOSECONDS));
        }
    }

    private void look() {
        deadline = Optional.empty();
        while (hasWaited(rule.longestWait())) {
            Borrower<K> first = line.first().orElseThrow();
            line.leave(first);
            first.waitedTooLong(rule.longestWait());
        }
        while (hasWaited(rule.reserveAfter()) && places.takeReserve(line.first().orElseThrow().node())) {
            mayDial.accept(line.first().orElseThrow());
        }
        begin();
    }

    private boolean hasWaited(Duration limit) {
        return !line.isEmpty() && System.nanoTime() - line.firstSinceNanos() >= limit.toNanos();
    }
}
