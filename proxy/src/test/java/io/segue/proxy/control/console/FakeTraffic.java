package io.segue.proxy.control.console;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.HoldEndedException;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.gate.TrafficWithoutSessions;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.util.List;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A gate that a test opens and closes. A hold drains when the test says so. */
public final class FakeTraffic extends TrafficWithoutSessions {

    private Route route;
    private String owner = "";
    private Duration limit = Duration.ZERO;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
    private boolean drainsAtOnce = true;
    private boolean refusing;

    public FakeTraffic(Node node) {
        route = new Route(node, 1);
    }

    /** From now on a hold waits for {@link #drain()}. */
    public synchronized void slowDrain() {
        drainsAtOnce = false;
    }

    public synchronized void drain() {
        drained.complete(null);
    }

    /** The hold has passed its limit and no node could be proved to be the primary. */
    public synchronized void refuse() {
        owner = "";
        refusing = true;
    }

    /** The limit of the last hold. */
    public synchronized Duration limit() {
        return limit;
    }

    @Override
    public synchronized Route route() {
        return route;
    }

    @Override
    public synchronized GateSnapshot snapshot() {
        boolean held = !owner.isEmpty();
        GateSnapshot.State closed = refusing ? GateSnapshot.State.REFUSING : GateSnapshot.State.OPEN;
        return new GateSnapshot(
                held ? GateSnapshot.State.HOLDING : closed,
                route, owner, held ? Duration.ofMillis(1_500) : Duration.ZERO, 2, held ? 3 : 0, held ? 512 : 0, 7, 1, held ? 2 : 0);
    }

    @Override
    public CompletionStage<Warmth> warm(Node target, Duration warmLimit) {
        return CompletableFuture.completedFuture(new Warmth(7, 0, "", List.of()));
    }

    @Override
    public void cool() {}

    @Override
    public synchronized CompletionStage<Void> hold(String newOwner, Duration holdLimit, Optional<ReadMove> reads) {
        if (!owner.isEmpty()) {
            throw new IllegalStateException("held by " + owner);
        }
        owner = newOwner;
        limit = holdLimit;
        drained = new CompletableFuture<>();
        if (drainsAtOnce) {
            drained.complete(null);
        }
        return drained;
    }

    @Override
    public synchronized void release(Route next) {
        route = next;
        owner = "";
        drained.completeExceptionally(new HoldEndedException("released by hand"));
    }
}
