package io.segue.proxy.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.segue.proxy.watch.ShardFigures.GateState;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Registers what is read of one shard when somebody scrapes. */
final class ShardGauges {

    private final MeterRegistry registry;
    private final String shard;
    private final Supplier<ShardFigures> figures;

    ShardGauges(MeterRegistry registry, String shard, Supplier<ShardFigures> figures) {
        this.registry = registry;
        this.shard = shard;
        this.figures = figures;
    }

    void register(List<String> nodes, Supplier<WayBack> wayBack) {
        gauge("segue.sessions", "Sessions that are logged in", ShardFigures::sessions).register(registry);
        gauge("segue.sessions.active", "Sessions with a unit of work under way", ShardFigures::active).register(registry);
        gauge("segue.spare.links", "Warm links to the node that may be next", ShardFigures::spareLinks).register(registry);
        gauge("segue.route.epoch", "Epoch of the route; rises with every change of node", ShardFigures::epoch).register(registry);
        gate();
        nodes.forEach(this::route);
        wayBack("segue.move.switchback.ready", "1 when the traffic could be moved back now without building a node anew", WayBack.State.OPEN, wayBack);
        wayBack("segue.move.switchback.lost", "1 when the traffic was moved and could not be moved back now; worth an alert", WayBack.State.CLOSED, wayBack);
        Gauge.builder("segue.move.switchback.pause", wayBack, now -> now.get().pauseSeconds())
                .description("How long writes would wait if the traffic were moved back now; NaN when it could not be, or nothing is known")
                .baseUnit("seconds")
                .tag("shard", shard)
                .strongReference(true)
                .register(registry);
    }

    private void wayBack(String name, String description, WayBack.State that, Supplier<WayBack> wayBack) {
        Gauge.builder(name, wayBack, now -> indicator(now.get().state() == that))
                .description(description)
                .tag("shard", shard)
                .strongReference(true)
                .register(registry);
    }

    private void gate() {
        gauge("segue.logins.queued", "Sessions that wait for their turn to log in to their server anew, behind a release", ShardFigures::queued)
                .register(registry);
        gauge("segue.hold.depth", "Sessions that wait for the release", ShardFigures::held).register(registry);
        gauge("segue.hold", "Bytes read from waiting sessions and not sent on", ShardFigures::heldBytes).baseUnit("bytes").register(registry);
        gauge("segue.hold.active", "1 while the gate is not open", now -> indicator(now.gate() != GateState.OPEN)).register(registry);
        gauge("segue.hold.age", "How long the present hold has been on", now -> now.heldFor().toNanos() / 1e9).baseUnit("seconds").register(registry);
        for (GateState state : GateState.values()) {
            gauge("segue.gate.state", "1 for the state the gate is in, 0 for the others", now -> indicator(now.gate() == state))
                    .tag("state", CounterFamily.labelOf(state))
                    .register(registry);
        }
    }

    private void route(String node) {
        gauge("segue.route", "1 for the node that takes the traffic, 0 for the others", now -> indicator(now.node().equals(node)))
                .tag("node", node)
                .register(registry);
    }

    private Gauge.Builder<Supplier<ShardFigures>> gauge(String name, String description, ToDoubleFunction<ShardFigures> figure) {
        return Gauge.builder(name, figures, from -> figure.applyAsDouble(from.get()))
                .description(description)
                .tag("shard", shard)
                .strongReference(true);
    }

    private static double indicator(boolean holds) {
        return holds ? 1 : 0;
    }
}
