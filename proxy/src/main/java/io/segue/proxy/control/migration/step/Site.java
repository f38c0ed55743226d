package io.segue.proxy.control.migration.step;

import io.segue.proxy.config.Limits;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.RouteStore;
import io.segue.proxy.route.Shard;
import java.nio.file.Path;
import java.util.Map;

/**
 * One shard and everything its steps work with.
 *
 * @param nodes by name, all nodes of the shard
 * @param stateDirectory where routes, journals and reports are
 * @param holdGap remembers when the shard's last hold ended
 * @param hooks the operator's programs for moves of this shard
 */
public record Site(
        Shard shard,
        Map<String, DatabaseNode> nodes,
        Traffic traffic,
        RouteStore routes,
        Path stateDirectory,
        OwnBackends ownBackends,
        Limits limits,
        StepClock clock,
        HoldGap holdGap,
        PastMoves pastMoves,
        Hooks hooks) {

    public Site {
        nodes = Map.copyOf(nodes);
    }

    /** The same once there is traffic. */
    public Site with(Traffic live) {
        return new Site(shard, nodes, live, routes, stateDirectory, ownBackends, limits, clock, holdGap, pastMoves, hooks);
    }

    /** @throws IllegalArgumentException when the shard has no such node (any more) */
    public DatabaseNode node(String name) {
        DatabaseNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("shard " + shard + " has no node " + name + "; its nodes are " + shard.nodes());
        }
        return node;
    }
}
