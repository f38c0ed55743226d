package io.segue.proxy.control.migration;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.gate.TrafficWithoutSessions;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A traffic without sessions that remembers how long each hold took, and lets a test act at the moment of the hold. */
final class CountingTraffic extends TrafficWithoutSessions {

    private final List<Duration> holds = new ArrayList<>();
    private volatile Route route;
    private volatile GateSnapshot.State state = GateSnapshot.State.OPEN;
    private Runnable atTheNextHold = () -> {};
    private long heldSince;

    CountingTraffic(Route route) {
        this.route = route;
    }

    void atTheNextHold(Runnable happening) {
        atTheNextHold = happening;
    }

    List<Duration> holds() {
        return holds;
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public GateSnapshot snapshot() {
        return new GateSnapshot(state, route, "", Duration.ZERO, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public CompletionStage<Warmth> warm(Node target, Duration limit) {
        return CompletableFuture.completedFuture(new Warmth(0, 0, "", List.of()));
    }

    @Override
    public void cool() {
        // There are no links.
    }

    @Override
    public CompletionStage<Void> hold(String owner, Duration limit, Optional<ReadMove> reads) {
        atTheNextHold.run();
        atTheNextHold = () -> {};
        state = GateSnapshot.State.HOLDING;
        heldSince = System.nanoTime();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void release(Route next) {
        if (state == GateSnapshot.State.HOLDING) {
            holds.add(Duration.ofNanos(System.nanoTime() - heldSince));
        }
        route = next;
        state = GateSnapshot.State.OPEN;
    }
}
