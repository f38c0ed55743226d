package io.segue.proxy.control.migration;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.gate.Renewed;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Stands for a shard's traffic while the proxy starts and has none. What recovery does then needs only the route. */
record BeforeTraffic(Route route) implements Traffic {

    @Override
    public GateSnapshot snapshot() {
        return new GateSnapshot(GateSnapshot.State.REFUSING, route, "recovery", Duration.ZERO, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public CompletionStage<Warmth> warm(Node target, Duration limit) {
        throw noTraffic();
    }

    @Override
    public CompletionStage<Renewed> renew(Duration limit) {
        throw noTraffic();
    }

    @Override
    public void suspect(Set<Integer> processes) {
        throw noTraffic();
    }

    @Override
    public void cool() {
        throw noTraffic();
    }

    @Override
    public CompletionStage<Void> hold(String owner, Duration limit, Optional<ReadMove> reads) {
        throw noTraffic();
    }

    @Override
    public void admitReads(long nanos) {
        throw noTraffic();
    }

    @Override
    public void admitAllReads() {
        throw noTraffic();
    }

    @Override
    public CompletionStage<Void> endTransactions() {
        throw noTraffic();
    }

    @Override
    public void cancelTransactions(Set<Integer> committing) {
        throw noTraffic();
    }

    @Override
    public CompletionStage<Void> inquire() {
        throw noTraffic();
    }

    @Override
    public CompletionStage<Void> relisten(Node target) {
        throw noTraffic();
    }

    @Override
    public void release(Route next) {
        throw noTraffic();
    }

    private static IllegalStateException noTraffic() {
        return new IllegalStateException("the proxy has no traffic yet");
    }
}
