package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.watch.PoolView;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.SessionLuggage;
import io.segue.proxy.watch.SessionView;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who of a node's backends serves clients of this proxy, and as whom. */
@FunctionalInterface
public interface OwnBackends {

    /** Process ids of the server's backends, as of now. */
    Collection<Integer> on(Node node);

    /** The roles and databases of a shard's clients, each once. */
    default List<Login> logins(Shard shard) {
        return List.of();
    }

    /** Sessions of a shard of which that is known to become at a move, a line each, with the client and the reason. */
    default List<String> sessions(Shard shard, SessionLuggage.AtMove atMove) {
        return List.of();
    }

    /** Process ids of the server's backends of those of a shard's sessions that are to go along at a move, as far as is known. */
    default Set<Integer> following(Shard shard) {
        return Set.of();
    }

    /** How many links a shard's sessions will need on another node: as many as there are of them, but where a pool lends each to many. */
    default long links(Shard shard, long sessions) {
        return sessions;
    }

    /** As the roster of sessions has it, and the pools: their links are ours whether a session has them or not. */
    static OwnBackends of(Roster roster, PoolViews pools) {
        return new OfRoster(roster, pools);
    }

    /** For a proxy without sessions. */
    static OwnBackends none() {
        return _ -> List.of();
    }

    /** The sessions as they are now. */
    record OfRoster(Roster roster, PoolViews pools) implements OwnBackends {

        @Override
        public Collection<Integer> on(Node node) {
            Stream<Integer> ofSessions = roster.sessions().stream().flatMap(session -> pids(session, node));
            Stream<Integer> ofPools = pools.pools().stream()
                    .flatMap(pool -> pool.processes().stream())
                    .filter(process -> process.node().equals(node.name()))
                    .map(PoolView.Process::id);
            return Stream.concat(ofSessions, ofPools).distinct().toList();
        }

        @Override
        public long links(Shard shard, long sessions) {
            List<PoolView> lending = pools.ofShard(shard.name()).filter(PoolView::lendsForTransactions).toList();
            long served = roster.sessions().stream().filter(session -> lending.stream().anyMatch(pool -> pool.isOf(session))).count();
            return sessions - served + lending.stream().mapToLong(pool -> pool.lent() + pool.idle()).sum();
        }

        /** A session that has said nothing since its shard has moved is there with its warm link. */
        private static Stream<Integer> pids(SessionView session, Node node) {
            Stream<Integer> own = session.node().equals(node.name()) ? Stream.of(session.serverPid()) : Stream.empty();
            Stream<Integer> spare = session.spareNode().equals(node.name()) ? Stream.of(session.spareServerPid()) : Stream.empty();
            return Stream.concat(own, spare).filter(pid -> pid != 0);
        }

        @Override
        public List<String> sessions(Shard shard, SessionLuggage.AtMove atMove) {
            return roster.sessions().stream()
                    .filter(session -> session.shard().equals(shard.name()))
                    .filter(session -> session.luggage().atMove() == atMove)
                    .map(OfRoster::described)
                    .toList();
        }

        @Override
        public Set<Integer> following(Shard shard) {
            return roster.sessions().stream()
                    .filter(session -> session.shard().equals(shard.name()))
                    .filter(session -> session.luggage().atMove() == SessionLuggage.AtMove.FOLLOWS
                            || session.luggage().atMove() == SessionLuggage.AtMove.UNKNOWN)
                    .map(SessionView::serverPid)
                    .collect(Collectors.toSet());
        }

        private static String described(SessionView session) {
            return "session " + session.id() + " (" + session.user() + "@" + session.database() + " from " + session.address()
                    + (session.serverPid() == 0 ? "" : ", pid " + session.serverPid()) + "): " + session.luggage().reason();
        }

        @Override
        public List<Login> logins(Shard shard) {
            return roster.sessions().stream()
                    .filter(session -> session.shard().equals(shard.name()))
                    .filter(session -> session.serverPid() != 0 || session.spareServerPid() != 0)
                    .map(session -> new Login(session.user(), session.database()))
                    .distinct()
                    .toList();
        }
    }
}
