package io.segue.proxy.control.migration.model;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.HoldEndedException;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.gate.TrafficWithoutSessions;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The gate of the model: while it is open its clients write all the time. */
public final class ModelTraffic extends TrafficWithoutSessions {

    private final World world;
    private GateSnapshot.State state;
    private Route route;
    private boolean warm;
    private int holds;
    private int overruns;
    private int sessions = 3;
    private int readsAdmitted;
    private Set<Integer> suspected = Set.of();
    private CompletableFuture<Void> drained = new CompletableFuture<>();
    private Warmth warmth = new Warmth(3, 0, "", List.of());

    public ModelTraffic(World world, Route route, GateSnapshot.State state) {
        this.world = world;
        this.route = route;
        this.state = state;
        world.clock.meanwhile(this::clientsWrite);
    }

    /** The next holds do not drain. */
    public synchronized void overrun(int number) {
        overruns = number;
    }

    /** So many clients are connected. */
    public synchronized void sessions(int number) {
        sessions = number;
    }

    public synchronized void warmth(Warmth next) {
        warmth = next;
    }

    /** Somebody releases the hold by hand. */
    public synchronized void resumedBySomebody() {
        state = GateSnapshot.State.OPEN;
        drained.completeExceptionally(new HoldEndedException("released by hand"));
    }

    public synchronized int holds() {
        return holds;
    }

    public synchronized boolean warm() {
        return warm;
    }

    private void clientsWrite() {
        synchronized (world) {
            if (snapshot().state() == GateSnapshot.State.OPEN) {
                world.write(route().node());
            }
        }
    }

    @Override
    public synchronized Route route() {
        return route;
    }

    @Override
    public synchronized GateSnapshot snapshot() {
        return new GateSnapshot(state, route, "model", Duration.ZERO, 0, 0, 0, sessions, warm ? 3 : 0, 0);
    }

    @Override
    public synchronized CompletionStage<Warmth> warm(Node target, Duration limit) {
        warm = true;
        return CompletableFuture.completedFuture(warmth);
    }

    @Override
    public synchronized void suspect(Set<Integer> processes) {
        suspected = Set.copyOf(processes);
    }

    /** Of whom it was said last that they have more than is known. */
    public synchronized Set<Integer> suspected() {
        return suspected;
    }

    @Override
    public synchronized void cool() {
        warm = false;
    }

    @Override
    public synchronized CompletionStage<Void> hold(String owner, Duration limit, Optional<ReadMove> reads) {
        if (state != GateSnapshot.State.OPEN) {
            throw new IllegalStateException("held by somebody");
        }
        state = GateSnapshot.State.HOLDING;
        holds++;
        drained = new CompletableFuture<>();
        if (overruns > 0) {
            overruns--;
        } else {
            drained.complete(null);
        }
        return drained;
    }

    @Override
    public synchronized void admitAllReads() {
        readsAdmitted++;
    }

    /** How often all reads were admitted. */
    public synchronized int readsAdmitted() {
        return readsAdmitted;
    }

    @Override
    public synchronized void release(Route next) {
        if (next.epoch() < route.epoch()) {
            throw new IllegalArgumentException(next + " is older than " + route);
        }
        // Sessions take the spare links when they move.
        warm = warm && next.node().equals(route.node());
        route = next;
        state = GateSnapshot.State.OPEN;
    }
}
