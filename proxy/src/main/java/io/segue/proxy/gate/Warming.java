package io.segue.proxy.gate;

import io.segue.proxy.gate.Guest.WarmResult;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has the sessions of a shard open their spare links, a few at a time on each event loop, and adds up what came of it. One attempt at a
 * time: the next one, and {@link #cool}, end the one before.
 *
 * <p>Any thread; each loop's share runs on that loop.
 */
final class Warming {

    private final List<GateLane> lanes;
    private final int maxSpares;
    private final int concurrency;
    private final AtomicReference<Attempt> present = new AtomicReference<>(new Attempt(0));

    Warming(List<GateLane> lanes, int maxSpares, int concurrency) {
        this.lanes = lanes;
        this.maxSpares = maxSpares;
        this.concurrency = Math.max(1, concurrency / lanes.size());
    }

    /** Spare links that the last attempt opened; none after {@link #cool}. */
    int warm() {
        return present.get().warm.get();
    }

    CompletionStage<Warmth> warm(Node target, Duration limit) {
        Attempt attempt = replaceBy(new Attempt(lanes.size()));
        lanes.forEach(lane -> lane.loop().execute(() -> new Share(lane, target, attempt).begin()));
        lanes.getFirst().loop().schedule(attempt::end, limit.toNanos(), TimeUnit.NANOSECONDS);
        return attempt.result;
    }

    void cool() {
        replaceBy(new Attempt(0));
        lanes.forEach(lane -> lane.loop().execute(() -> lane.guests().forEach(Guest::cool)));
    }

    private Attempt replaceBy(Attempt next) {
        present.getAndSet(next).end();
        return next;
    }

    /** One event loop's sessions, a bounded number of them dialling at the same time. */
    private final class Share {

        private final Queue<Guest> left;
        private final Node target;
        private final Attempt attempt;
        private int dialling;
        private boolean going;

        Share(GateLane lane, Node target, Attempt attempt) {
            this.left = new ArrayDeque<>(lane.guests());
            this.target = target;
            this.attempt = attempt;
        }

        void begin() {
            attempt.expects(left.size());
            goOn();
        }

        /** A guest can answer from within the call: then the loop that called it goes on, and this is not entered twice. */
        private void goOn() {
            going = true;
            while (dialling < concurrency && !left.isEmpty() && attempt.takesSpare()) {
                dialling++;
                left.poll().warm(target, this::done);
            }
            going = false;
            if (dialling == 0) {
                attempt.laneDone();
            }
        }

        private void done(WarmResult result) {
            dialling--;
            attempt.add(result);
            if (!going) {
                goOn();
            }
        }
    }

    /** What came of one attempt, over all loops. */
    private final class Attempt {

        private final CompletableFuture<Warmth> result = new CompletableFuture<>();
        private final AtomicInteger lanesLeft;
        private final AtomicInteger expected = new AtomicInteger();
        private final AtomicInteger sparesTaken = new AtomicInteger();
        private final AtomicInteger warm = new AtomicInteger();
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        private final List<String> ending = Collections.synchronizedList(new ArrayList<>());
        private final List<String> unmovable = Collections.synchronizedList(new ArrayList<>());

        Attempt(int lanes) {
            this.lanesLeft = new AtomicInteger(lanes);
        }

        void expects(int guests) {
            expected.addAndGet(guests);
        }

        /** Whether one more may dial: each that does takes a spare link, and gives it back when it gets none. */
        boolean takesSpare() {
            if (result.isDone()) {
                return false;
            }
            if (sparesTaken.incrementAndGet() <= maxSpares) {
                return true;
            }
            sparesTaken.decrementAndGet();
            return false;
        }

        void add(WarmResult one) {
            switch (one) {
                case WarmResult.Warm() -> warm.incrementAndGet();
                case WarmResult.Cold(String reason) -> {
                    sparesTaken.decrementAndGet();
                    failures.add(reason);
                }
                case WarmResult.Gone() -> {
                    sparesTaken.decrementAndGet();
                    expected.decrementAndGet();
                }
                case WarmResult.Ending(String reason) -> {
                    sparesTaken.decrementAndGet();
                    expected.decrementAndGet();
                    ending.add(reason);
                }
                case WarmResult.Unmovable(String reason) -> unmovable.add(reason);
            }
        }

        void laneDone() {
            if (lanesLeft.decrementAndGet() == 0) {
                end();
            }
        }

        /** Done, out of time, or replaced: what is warm counts, and nobody dials any more. */
        void end() {
            int done = warm.get();
            result.complete(new Warmth(
                    done, expected.get() - done, failures.isEmpty() ? "" : failures.getFirst(), List.copyOf(ending), List.copyOf(unmovable)));
        }
    }
}
