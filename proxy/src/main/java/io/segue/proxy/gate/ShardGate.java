package io.segue.proxy.gate;

import io.netty.util.concurrent.EventExecutor;
import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control's handle on one shard's gate: its commands become one task per lane. It begins by refusing, until a first route is proved.
 *
 * <p>Any thread. Commands take this object's monitor, so that all lanes see them in one order; lanes never do.
 */
public final class ShardGate implements Traffic {

    private static final Logger log = LoggerFactory.getLogger(ShardGate.class);

    /** On each loop. It is for people to look at. */
    private static final int INQUIRIES_AT_ONCE = 4;

    private final Shard shard;
    private final PrimaryProver prover;
    private final int maxWaiting;
    private final int warmConcurrency;
    private final Map<EventExecutor, GateLane> lanes = new LinkedHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Warming warming;
    private final Consumer<Duration> holdEnded;

    private Phase phase = new Phase.Refusing();
    private volatile Route route;

    private sealed interface Phase {

        record Open() implements Phase {}

        record Holding(Hold hold) implements Phase {}

        record Refusing() implements Phase {}
    }

    /**
     * @param assumed where the shard lives as far as is known; nothing goes there before {@link #release}
     * @param maxWaiting sessions in line at most, over all loops
     * @param maxSpares spare links at most, over all loops
     * @param warmConcurrency logins at the same time, over all loops: to the target beforehand, and behind a release
     * @param ramp units of work that a release lets in at first, over all loops
     * @param holdEnded told how long each hold was on
     */
    public ShardGate(
            Shard shard,
            Route assumed,
            List<EventExecutor> loops,
            PrimaryProver prover,
            int maxWaiting,
            int maxSpares,
            int warmConcurrency,
            int ramp,
            Consumer<Duration> holdEnded) {
        this.shard = shard;
        this.route = assumed;
        this.prover = prover;
        this.maxWaiting = maxWaiting;
        this.warmConcurrency = warmConcurrency;
        this.holdEnded = holdEnded;
        for (EventExecutor loop : loops) {
            lanes.put(loop, new GateLane(this, loop, assumed, Math.ceilDiv(ramp, loops.size()), warmConcurrency / loops.size()));
        }
        this.warming = new Warming(List.copyOf(lanes.values()), maxSpares, warmConcurrency);
    }

    public Shard shard() {
        return shard;
    }

    /** The turnstile of the event loop that a session lives on. */
    public GateLane lane(EventExecutor loop) {
        return lanes.get(loop);
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public synchronized GateSnapshot snapshot() {
        int inside = lanes.values().stream().mapToInt(GateLane::inside).sum();
        int sessions = lanes.values().stream().mapToInt(GateLane::guestCount).sum();
        return switch (phase) {
            case Phase.Open() -> snapshot(State.OPEN, "", Duration.ZERO, inside, sessions);
            case Phase.Refusing() -> snapshot(State.REFUSING, "", Duration.ZERO, inside, sessions);
            case Phase.Holding(Hold hold) -> snapshot(
                    State.HOLDING, hold.owner(), Duration.ofNanos(System.nanoTime() - hold.sinceNanos()), inside, sessions);
        };
    }

    @Override
    public CompletionStage<Warmth> warm(Node target, Duration limit) {
        return warming.warm(target, limit);
    }

    @Override
    public CompletionStage<Renewed> renew(Duration limit) {
        return new Renewing(List.copyOf(lanes.values()), warmConcurrency, limit).begin();
    }

    @Override
    public CompletionStage<Void> inquire() {
        return onEveryLane(done -> lane -> new InTurn(lane.guests(), INQUIRIES_AT_ONCE, Guest::inquire, done).begin());
    }

    @Override
    public void suspect(Set<Integer> processes) {
        lanes.values().forEach(lane -> lane.loop().execute(() -> lane.guests().forEach(guest -> guest.suspect(processes))));
    }

    @Override
    public void cool() {
        warming.cool();
    }

    @Override
    public synchronized CompletionStage<Void> hold(String owner, Duration limit, Optional<ReadMove> reads) {
        if (phase instanceof Phase.Holding(Hold other)) {
            throw new IllegalStateException("shard " + shard + " is held by " + other.owner() + " already");
        }
        Hold hold = new Hold(owner, System.nanoTime(), lanes.size(), reads);
        hold.endsAt(anyLoop().schedule(() -> expire(hold), limit.toNanos(), TimeUnit.NANOSECONDS));
        phase = new Phase.Holding(hold);
        lanes.values().forEach(lane -> lane.loop().execute(() -> lane.close(hold)));
        return hold.drained();
    }

    @Override
    public synchronized void admitReads(long nanos) {
        if (phase instanceof Phase.Holding) {
            lanes.values().forEach(lane -> lane.loop().execute(() -> lane.admitReads(nanos)));
        }
    }

    @Override
    public synchronized void admitAllReads() {
        if (phase instanceof Phase.Holding) {
            lanes.values().forEach(lane -> lane.loop().execute(lane::admitAllReads));
        }
    }

    @Override
    public synchronized CompletionStage<Void> endTransactions() {
        return phase instanceof Phase.Holding
                ? onEveryLane(done -> lane -> {
                    lane.endTransactions();
                    done.run();
                })
                : CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized void cancelTransactions(Set<Integer> committing) {
        if (phase instanceof Phase.Holding) {
            lanes.values().forEach(lane -> lane.loop().execute(() -> lane.cancelTransactions(committing)));
        }
    }

    @Override
    public CompletionStage<Void> relisten(Node target) {
        return onEveryLane(done -> lane -> lane.relisten(target, done));
    }

    /** @param work what a lane does, given what it runs when it is done */
    private CompletionStage<Void> onEveryLane(Function<Runnable, Consumer<GateLane>> work) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (GateLane lane : lanes.values()) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            lane.loop().execute(() -> work.apply(() -> done.complete(null)).accept(lane));
            all.add(done);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    @Override
    public synchronized void release(Route next) {
        open(next, "was released");
    }

    @Override
    public synchronized boolean release(String owner) {
        boolean held = phase instanceof Phase.Holding(Hold hold) && hold.owner().equals(owner);
        if (held) {
            release(route);
        }
        return held;
    }

    /** No node can be proved to be the primary: who waits is answered, and so is who comes. */
    public synchronized void refuse() {
        become(new Phase.Refusing(), GateLane::refuse, "passed its deadline, and no node could be proved to be the primary");
    }

    boolean takePlaceInLine(int bytes) {
        if (waiting.incrementAndGet() <= maxWaiting) {
            waitingBytes.addAndGet(bytes);
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    void givePlaceBack(int bytes) {
        waitingBytes.addAndGet(-bytes);
        waiting.decrementAndGet();
    }

    private GateSnapshot snapshot(State state, String owner, Duration heldFor, int inside, int sessions) {
        int reading = lanes.values().stream().mapToInt(GateLane::reading).sum();
        int queued = lanes.values().stream().mapToInt(lane -> lane.logins().waiting()).sum();
        return new GateSnapshot(
                state, route, owner, heldFor, inside, waiting.get(), waitingBytes.get(), sessions, warming.warm(), reading, queued);
    }

    private EventExecutor anyLoop() {
        return lanes.keySet().iterator().next();
    }

    private void open(Route next, String how) {
        if (next.epoch() < route.epoch()) {
            throw new IllegalArgumentException("route " + next + " is older than " + route);
        }
        route = next;
        Phase.Open opened = new Phase.Open();
        if (phase instanceof Phase.Holding(Hold hold) && hold.reads().filter(reads -> !reads.standby().equals(next.node())).isPresent()) {
            AtomicInteger lanesThatRead = new AtomicInteger(lanes.size());
            become(opened, lane -> endReads(lane, lanesThatRead, opened, next), how);
        } else {
            become(opened, lane -> lane.open(next), how);
        }
    }

    /** No lane opens before the last one has ended its reads: a write that one lets in, reads of another would not see on the standby. */
    private void endReads(GateLane lane, AtomicInteger lanesThatRead, Phase.Open opened, Route next) {
        lane.endReads();
        if (lanesThatRead.decrementAndGet() == 0) {
            openUnlessHeldAgain(opened, next);
        }
    }

    private synchronized void openUnlessHeldAgain(Phase.Open opened, Route next) {
        if (phase == opened) {
            lanes.values().forEach(each -> each.loop().execute(() -> each.open(next)));
        }
    }

    /** The hold, if any, is told of its end last: whoever waits for it may act on the gate at once. */
    private void become(Phase next, Consumer<GateLane> change, String how) {
        Phase before = phase;
        phase = next;
        lanes.values().forEach(lane -> lane.loop().execute(() -> change.accept(lane)));
        if (before instanceof Phase.Holding(Hold hold)) {
            hold.end(how);
            holdEnded.accept(Duration.ofNanos(System.nanoTime() - hold.sinceNanos()));
        }
    }

    /** Nobody released the hold in time: the nodes are asked, and what they say is done. */
    private void expire(Hold hold) {
        if (holds(hold)) {
            log.warn("hold past its deadline shard={} owner=\"{}\": asking the nodes which of them is the primary", shard, hold.owner());
            askNodes().whenComplete((found, failure) -> {
                if (failure != null) {
                    log.error("the nodes could not be asked which of them is the primary shard={}", shard, failure);
                }
                settle(hold, failure == null ? found : Optional.empty());
            });
        }
    }

    private CompletionStage<Optional<Route>> askNodes() {
        try {
            return prover.prove(shard);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** A hold must end. A route that was left behind proves nothing. */
    private synchronized void settle(Hold hold, Optional<Route> found) {
        if (holds(hold)) {
            found.filter(proved -> proved.epoch() >= route.epoch())
                    .ifPresentOrElse(proved -> open(proved, "passed its deadline, and " + proved.node() + " is the primary"), this::refuse);
        }
    }

    private synchronized boolean holds(Hold hold) {
        return phase instanceof Phase.Holding(Hold present) && present == hold;
    }
}
