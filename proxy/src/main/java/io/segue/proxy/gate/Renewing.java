package io.segue.proxy.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the sessions of a shard leave the server processes that they have long used, a few at a time on each event loop. Who has not begun when
 * the time is up keeps what it has.
 *
 * <p>Those at rest come first: they only leave, and each is one process less in the stop. The others need a new one, which makes theirs
 * younger and not fewer, and is the better the shorter before the hold it is done.
 *
 * <p>Any thread; each loop's share runs on that loop.
 */
final class Renewing {

    private final List<GateLane> lanes;
    private final int concurrency;
    private final long endNanos;
    private final AtomicReference<Renewed> renewed = new AtomicReference<>(Renewed.NONE);
    private final AtomicInteger lanesLeft;
    private final CompletableFuture<Renewed> result = new CompletableFuture<>();

    /** @param concurrency sessions at the same time, over all loops */
    Renewing(List<GateLane> lanes, int concurrency, Duration limit) {
        this.lanes = lanes;
        this.concurrency = concurrency / lanes.size();
        this.endNanos = nanoTime() + limit.toNanos();
        this.lanesLeft = new AtomicInteger(lanes.size());
    }

    CompletionStage<Renewed> begin() {
        lanes.forEach(lane -> lane.loop().execute(() -> renew(lane)));
        return result;
    }

    private void renew(GateLane lane) {
        List<Guest> atRest = new ArrayList<>();
        List<Guest> atWork = new ArrayList<>();
        lane.guests().forEach(guest -> (guest.isAtRest() ? atRest : atWork).add(guest));
        inTurn(atRest, () -> inTurn(atWork, this::laneDone));
    }

    private void inTurn(List<Guest> guests, Runnable done) {
        new InTurn(guests, concurrency, this::renew, done).begin();
    }

    private void renew(Guest guest, Runnable next) {
        if (nanoTime() - endNanos >= 0) {
            add(Guest.Renewal.KEPT);
            next.run();
        } else {
            guest.renew(came -> {
                add(came);
                next.run();
            });
        }
    }

    /** As the loops have it; of all it is the same. */
    private long nanoTime() {
        return lanes.getFirst().loop().ticker().nanoTime();
    }

    private void add(Guest.Renewal one) {
        renewed.updateAndGet(sum -> sum.and(one));
    }

    private void laneDone() {
        if (lanesLeft.decrementAndGet() == 0) {
            result.complete(renewed.get());
        }
    }
}
