package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.bigint;
import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.watch.LimitView;
import io.segue.proxy.watch.PoolView;
import io.segue.proxy.watch.SessionView;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** SHOW LISTS, for those who watch PgBouncer. Of what Segue does not have there is none. */
final class ListsTable {

    private record Line(String list, long items) {}

    private ListsTable() {}

    static Operation of(ConsoleSubjects subjects) {
        return new Table<>(List.of(text("list", Line::list), bigint("items", Line::items)), () -> lines(subjects));
    }

    private static List<Line> lines(ConsoleSubjects subjects) {
        List<SessionView> sessions = subjects.roster().sessions();
        return List.of(
                new Line("databases", distinct(sessions, SessionView::database)),
                new Line("users", distinct(sessions, SessionView::user)),
                new Line("peers", 0),
                new Line("pools", distinct(sessions, session -> session.database() + "\0" + session.user() + "\0" + session.poolMode())),
                new Line("peer_pools", 0),
                new Line("free_clients", 0),
                new Line("used_clients", sessions.size()),
                new Line("login_clients", halfOpenLogins(subjects)),
                new Line("free_servers", count(sessions, session -> session.spareServerPid() != 0) + idle(subjects)),
                new Line("used_servers", count(sessions, session -> session.serverPid() != 0)),
                new Line("dns_names", 0),
                new Line("dns_zones", 0),
                new Line("dns_queries", 0),
                new Line("dns_pending", 0));
    }

    private static long idle(ConsoleSubjects subjects) {
        return subjects.pools().pools().stream().mapToLong(PoolView::idle).sum();
    }

    private static long halfOpenLogins(ConsoleSubjects subjects) {
        return subjects.entrance().get().stream()
                .filter(view -> view.name().equals("half-open-logins"))
                .mapToLong(LimitView::used)
                .sum();
    }

    private static long distinct(List<SessionView> sessions, Function<SessionView, String> what) {
        return sessions.stream().map(what).distinct().count();
    }

    private static long count(List<SessionView> sessions, Predicate<SessionView> counted) {
        return sessions.stream().filter(counted).count();
    }
}
