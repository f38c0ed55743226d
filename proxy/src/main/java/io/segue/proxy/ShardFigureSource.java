package io.segue.proxy;

import io.segue.proxy.control.migration.StandbyWatch;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.NodeFigures;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.ShardFigures;
import io.segue.proxy.watch.ShardFigures.GateState;
import io.segue.proxy.watch.ShardMeters;
import java.util.function.Supplier;

/** Reads one shard's figures when somebody scrapes. */
record ShardFigureSource(Shard shard, Roster roster, StandbyWatch standbys, Supplier<GateSnapshot> gate) {

    ShardMeters register(Meters meters) {
        for (Node node : shard.nodes()) {
            meters.node(node.name(), () -> figures(node));
        }
        return meters.shard(
                shard.name(),
                shard.nodes().stream().map(Node::name).toList(),
                this::figures,
                () -> standbys.wayBack(shard.name()));
    }

    private NodeFigures figures(Node node) {
        long links = roster.sessions().stream().filter(session -> session.node().equals(node.name())).count();
        return new NodeFigures((int) links, standbys.lagBytes(node.name()));
    }

    private ShardFigures figures() {
        GateSnapshot now = gate.get();
        GateState state = switch (now.state()) {
            case OPEN -> GateState.OPEN;
            case HOLDING -> GateState.HOLDING;
            case REFUSING -> GateState.REFUSING;
        };
        return new ShardFigures(
                state,
                now.route().node().name(),
                now.route().epoch(),
                now.sessions(),
                now.inside(),
                now.waiting(),
                now.waitingBytes(),
                now.warm(),
                now.heldFor(),
                now.queued());
    }
}
