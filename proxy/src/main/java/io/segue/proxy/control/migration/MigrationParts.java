package io.segue.proxy.control.migration;

import io.segue.proxy.config.Limits;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.journal.JournalFiles;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.step.StepClock;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.TrafficTally;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What migrations are made of.
 *
 * @param nodes the one {@link DatabaseNode} of each node; shared with whoever else asks it, closed by their owner
 * @param stateDirectory exists, and is written by this proxy alone
 * @param hooks those of the shard of that name
 * @param probes the same
 * @param tally what the clients of the shard of that name have met so far
 */
public record MigrationParts(
        List<Shard> shards,
        Function<Node, DatabaseNode> nodes,
        OwnBackends ownBackends,
        Limits limits,
        Path stateDirectory,
        JournalFiles files,
        StepClock clock,
        MigrationObserver observer,
        Function<String, TrafficTally> tally,
        Function<String, Hooks> hooks,
        Function<String, Probes> probes) {

    public MigrationParts {
        shards = List.copyOf(shards);
    }
}
