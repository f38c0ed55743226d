package io.segue.proxy.control.console;

import io.segue.proxy.config.Limits;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.control.migration.Migrations;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Flows;
import io.segue.proxy.watch.LimitView;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.transcript.Transcripts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything the console shows and commands.
 *
 * @param traffic the gate of each shard
 * @param alarms what is wrong with a shard's primary; empty when nothing is known to be
 * @param refusedPrimaries why a node that takes writes has no traffic; empty when there is none such
 * @param poolRules which databases and roles have a pool, shown by SHOW DATABASES
 * @param flows shown by SHOW STATS
 * @param nodes asked by SHOW NODES
 * @param rules shown by SHOW HBA
 * @param entrance who came in, shown by SHOW LIMITS and SHOW LISTS
 * @param settings shown by SHOW CONFIG
 */
public record ConsoleSubjects(
        ShardMap shards,
        Function<Shard, Traffic> traffic,
        Function<Shard, Optional<String>> alarms,
        Function<Shard, Optional<String>> refusedPrimaries,
        Migrations migrations,
        Roster roster,
        PoolViews pools,
        List<PoolRule> poolRules,
        Transcripts transcripts,
        Flows flows,
        NodeInspector nodes,
        List<HbaRule> rules,
        Supplier<List<LimitView>> entrance,
        Supplier<List<Setting>> settings,
        Limits limits) {}
