package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.watch.PoolView;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SHOW POOLS, for those who watch PgBouncer: the same columns in the same order, and behind them {@code held}, {@code shard} and
 * {@code pool_size} and {@code pinned}. Sessions of one database and role make a line, whether they have links of their own, and then {@code pool_mode} is
 * {@code dedicated}, or a pool. {@code cl_waiting}: in a hold, or for a link; {@code sv_tested}: links that are being reset; {@code sv_login}:
 * links that are being opened.
 */
final class PoolsTable {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Set<String> WAITING = Set.of("held", "waiting");

    /** Sessions of one role on one database, and their pool if they have one. */
    private record Pool(String database, String user, String shard, List<SessionView> sessions, Optional<PoolView> view) {

        long count(Predicate<SessionView> counted) {
            return sessions.stream().filter(counted).count();
        }

        long waitMicros() {
            return sessions.stream().mapToLong(SessionView::heldMicros).max().orElse(0);
        }

        /** A link of a pool that a session has is not to be had by others, whether something runs on it or not. */
        long active() {
            return view.map(pool -> (long) pool.lent()).orElseGet(() -> count(session -> hasLink(session) && isActive(session)));
        }

        long idle() {
            return view.map(pool -> (long) pool.idle()).orElseGet(() -> count(session -> hasLink(session) && !isActive(session)));
        }

        long login() {
            return view.map(pool -> (long) pool.dialling()).orElseGet(() -> count(session -> session.state().equals("moving")));
        }

        long ofView(ToIntFunction<PoolView> figure) {
            return view.map(pool -> (long) figure.applyAsInt(pool)).orElse(0L);
        }
    }

    private PoolsTable() {}

    static Operation of(Roster roster, PoolViews pools) {
        return new Table<>(
                List.of(
                        text("database", Pool::database),
                        text("user", Pool::user),
                        bigint("cl_active", pool -> pool.count(session -> !isWaiting(session))),
                        bigint("cl_waiting", pool -> pool.count(PoolsTable::isWaiting)),
                        bigint("cl_active_cancel_req", _ -> 0),
                        bigint("cl_waiting_cancel_req", _ -> 0),
                        bigint("sv_active", Pool::active),
                        bigint("sv_active_cancel", _ -> 0),
                        bigint("sv_being_canceled", _ -> 0),
                        bigint("sv_idle", Pool::idle),
                        bigint("sv_used", _ -> 0),
                        bigint("sv_tested", pool -> pool.ofView(PoolView::resetting)),
                        bigint("sv_login", Pool::login),
                        bigint("maxwait", pool -> pool.waitMicros() / MICROS_PER_SECOND),
                        bigint("maxwait_us", pool -> pool.waitMicros() % MICROS_PER_SECOND),
                        text("pool_mode", pool -> pool.view().map(PoolView::mode).orElse("dedicated")),
                        text("load_balance_hosts", _ -> null),
                        bigint("held", pool -> pool.count(PoolsTable::isHeld)),
                        text("shard", Pool::shard),
                        bigint("pool_size", pool -> pool.ofView(PoolView::size)),
                        bigint("pinned", pool -> pool.ofView(PoolView::pinned))),
                () -> lines(roster, pools));
    }

    /** A session of a pool's role can have a link of its own all the same: a replication connection has. */
    private static List<Pool> lines(Roster roster, PoolViews pools) {
        List<SessionView> sessions = roster.sessions();
        Stream<Pool> withoutPool = sessions.stream()
                .filter(session -> session.poolMode().equals("dedicated"))
                .collect(Collectors.groupingBy(session -> session.database() + "\0" + session.user(), TreeMap::new, Collectors.toList()))
                .values().stream()
                .map(own -> new Pool(own.getFirst().database(), own.getFirst().user(), own.getFirst().shard(), own, Optional.empty()));
        Stream<Pool> withPool = pools.pools().stream().map(pool -> new Pool(
                pool.database(), pool.user(), pool.shard(), sessions.stream().filter(pool::isOf).toList(), Optional.of(pool)));
        return Stream.concat(withoutPool, withPool).toList();
    }

    private static boolean isWaiting(SessionView session) {
        return WAITING.contains(session.state());
    }

    private static boolean isHeld(SessionView session) {
        return session.state().equals("held");
    }

    private static boolean isActive(SessionView session) {
        return session.state().equals("active");
    }

    private static boolean hasLink(SessionView session) {
        return session.serverPid() != 0;
    }
}
