package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.SessionView;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * SHOW DATABASES, for those who watch PgBouncer: the same columns in the same order, and behind them {@code shard} and {@code node}. One row
 * for each name of the configuration, {@code *} among them, and for each database that has sessions. 0 stands for no limit.
 */
final class DatabasesTable {

    private record Line(String name, Shard shard, GateSnapshot gate, long sessions, Optional<PoolRule> pool, long links) {

        long ofPool(ToLongFunction<PoolRule> figure, long otherwise) {
            return pool.map(figure::applyAsLong).orElse(otherwise);
        }

        Address address() {
            return gate.route().node().address();
        }
    }

    /** A rule for some roles only is not that of the database. */
    private static final String ANY_USER = "";

    private DatabasesTable() {}

    static Operation of(ConsoleSubjects subjects) {
        long most = subjects.limits().clients().perDatabase().orElse(0);
        return new Table<>(
                List.of(
                        text("name", Line::name),
                        text("host", line -> line.address().host()),
                        bigint("port", line -> line.address().port()),
                        text("database", Line::name),
                        text("force_user", _ -> null),
                        bigint("pool_size", line -> line.ofPool(PoolRule::size, most)),
                        bigint("min_pool_size", line -> line.ofPool(PoolRule::min, 0)),
                        bigint("reserve_pool", line -> line.ofPool(PoolRule::reserve, 0)),
                        bigint("server_lifetime", line -> line.ofPool(rule -> rule.maxLifetime().toSeconds(), 0)),
                        text("pool_mode", line -> line.pool().map(PoolRule::mode).orElse(PoolMode.DEDICATED).toString()),
                        text("load_balance_hosts", _ -> null),
                        bigint("max_connections", _ -> most),
                        bigint("current_connections", Line::links),
                        bigint("max_client_connections", _ -> most),
                        bigint("current_client_connections", Line::sessions),
                        bigint("paused", line -> line.gate().state() == State.OPEN ? 0 : 1),
                        bigint("disabled", _ -> 0),
                        text("shard", line -> line.shard().name()),
                        text("node", line -> line.gate().route().node().name())),
                () -> lines(subjects));
    }

    private static List<Line> lines(ConsoleSubjects subjects) {
        List<SessionView> sessions = subjects.roster().sessions();
        return subjects.shards().shards().stream()
                .flatMap(shard -> names(shard, sessions).map(name -> line(subjects, shard, name, sessions)))
                .toList();
    }

    private static Stream<String> names(Shard shard, List<SessionView> sessions) {
        Stream<String> seen = sessions.stream().filter(session -> session.shard().equals(shard.name())).map(SessionView::database);
        return Stream.concat(shard.databases().stream(), seen.sorted()).distinct();
    }

    private static Line line(ConsoleSubjects subjects, Shard shard, String name, List<SessionView> sessions) {
        long here = sessions.stream().filter(session -> session.database().equals(name)).count();
        Optional<PoolRule> rule = PoolRule.find(subjects.poolRules(), name, ANY_USER).filter(it -> it.mode() != PoolMode.DEDICATED);
        long own = sessions.stream().filter(session -> session.database().equals(name) && session.poolMode().equals("dedicated")).count();
        long pooled = subjects.pools().ofShard(shard.name())
                .filter(pool -> pool.database().equals(name))
                .mapToLong(pool -> pool.processes().size())
                .sum();
        return new Line(name, shard, subjects.traffic().apply(shard).snapshot(), here, rule, own + pooled);
    }
}
