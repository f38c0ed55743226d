package io.segue.proxy;

import io.segue.proxy.config.Limits;
import io.segue.proxy.control.migration.MigrationService;
import io.segue.proxy.control.migration.StandbyWatch;
import io.segue.proxy.control.migration.Start;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.ShardReadiness;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The gate of each shard, and its meters. Filled when the proxy starts, by one thread; then any thread looks. */
final class GateRoom {

    /** After that clients are let in and told that there is no primary yet; the search goes on. */
    private static final Duration FIRST_PROOF = Duration.ofSeconds(3);

    private final Limits limits;
    private final Meters meters;
    private final Roster roster;
    private final PoolViews pools;
    private final Map<Shard, Future<Start>> searches = new LinkedHashMap<>();
    private final Map<Shard, ShardGate> gates = new LinkedHashMap<>();
    private final Map<String, ShardMeters> shardMeters = new ConcurrentHashMap<>();
    private Function<Shard, Optional<String>> disbeliefs = _ -> Optional.empty();

    GateRoom(Limits limits, Meters meters, Roster roster, PoolViews pools) {
        this.limits = limits;
        this.meters = meters;
        this.roster = roster;
        this.pools = pools;
    }

    /** Begins to find out where each shard is, all at the same time: the nodes answer while the rest of the proxy is built. */
    void seek(List<Shard> shards, MigrationService migrations, ExecutorService threads) {
        disbeliefs = migrations.primaryProof()::disbelief;
        shards.forEach(shard -> searches.put(shard, threads.submit(() -> migrations.recover(shard, FIRST_PROOF))));
    }

    /** Opens the gate of a shard when it is known where that is, or that it is not known yet. {@link #seek} comes before. */
    void open(Shard shard, MigrationService migrations, Transport transport, ExecutorService threads, StandbyWatch standbys)
            throws InterruptedException {
        Start start = found(shard);
        ShardFigureSource figures = new ShardFigureSource(shard, roster, standbys, () -> gates.get(shard).snapshot());
        ShardMeters shardMeter = figures.register(meters);
        meters.pools(shard.name(), pools);
        meters.primaryRefused(shard.name(), () -> refusedPrimary(shard).isPresent());
        shardMeters.put(shard.name(), shardMeter);
        ShardGate gate = new ShardGate(
                shard,
                start.route(),
                transport.loops(),
                new DeadlineProver(migrations.primaryProof(), () -> gates.get(shard).route(), limits.calls().connect(), threads),
                limits.line().sessions(),
                limits.warm().sessions(),
                limits.warm().concurrency(),
                limits.line().ramp(),
                shardMeter::holdEnded);
        gates.put(shard, gate);
        if (start instanceof Start.Proved(var route)) {
            gate.release(route);
        }
        migrations.begin(shard, gate);
    }

    private Start found(Shard shard) throws InterruptedException {
        try {
            return searches.get(shard).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("where shard " + shard + " is could not be found out: " + e.getCause().getMessage(), e.getCause());
        }
    }

    ShardGate get(Shard shard) {
        return gates.get(shard);
    }

    /** What is opened later is in it as well. */
    Map<Shard, ShardGate> all() {
        return Collections.unmodifiableMap(gates);
    }

    /** Of all shards whose gate is open. */
    Map<Shard, ShardMeters> meters() {
        Map<Shard, ShardMeters> byShard = new LinkedHashMap<>();
        gates.keySet().forEach(shard -> byShard.put(shard, shardMeters.get(shard.name())));
        return byShard;
    }

    /** Of the shard of that name; empty before its gate is open. */
    Optional<ShardMeters> meters(String shard) {
        return Optional.ofNullable(shardMeters.get(shard));
    }

    /** Why a node that takes writes has no traffic; empty when there is none such, and while the gate is open: then another one was believed. */
    Optional<String> refusedPrimary(Shard shard) {
        return disbeliefs.apply(shard).filter(_ -> gates.get(shard).snapshot().state() != GateSnapshot.State.OPEN);
    }

    List<ShardReadiness> readiness() {
        return gates.entrySet().stream().map(each -> readiness(each.getKey(), each.getValue().snapshot())).toList();
    }

    /** A hold is no reason to be taken out of a load balancer: it is over in a moment. */
    private ShardReadiness readiness(Shard shard, GateSnapshot gate) {
        return switch (gate.state()) {
            case OPEN, HOLDING -> new ShardReadiness(shard.name(), true, "");
            case REFUSING -> new ShardReadiness(
                    shard.name(), false, "no node can be proved to be the primary" + disbeliefs.apply(shard).map(why -> ": " + why).orElse(""));
        };
    }
}
