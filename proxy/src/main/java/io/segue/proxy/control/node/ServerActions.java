package io.segue.proxy.control.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a server is told to do, or shows, at one moment of a move: sessions, checkpoint, proof of writing, promotion. */
final class ServerActions {

    /** Ours are told by role and application name together: a client may call itself what it likes. */
    private static final String FOREIGN =
            """
            SELECT pid, backend_type, coalesce(usename, ''), coalesce(datname, ''), coalesce(application_name, ''),
                   coalesce(pg_catalog.host(client_addr), 'local'), coalesce(state, ''),
                   pid IN (SELECT l.pid FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.granted)
              FROM pg_catalog.pg_stat_activity
             WHERE backend_type IN ('client backend', 'walsender')
               AND pid <> ALL (?)
               AND NOT (usename = current_user AND (application_name = ? OR starts_with(application_name, ?)))
             ORDER BY pid
            """;

    /** A comment may stand in front of it; of a text that ends with more than a semicolon anything is possible. */
    private static final String COMMITTING =
            """
            SELECT pid
              FROM pg_catalog.pg_stat_activity
             WHERE backend_type = 'client backend'
               AND state = 'active'
               AND (query ~* '^(\\s|/\\*.*?\\*/|--[^\\n]*\\n)*(commit|end|prepare)\\M'
                    OR query ~ ';\\s*\\S'
                    OR octet_length(query) >= pg_catalog.pg_size_bytes(pg_catalog.current_setting('track_activity_query_size')) - 1)
            """;

    /**
     * A message in the log is the smallest thing that is committed. Its own transaction ends with the statement, before the second
     * question: after that the flush position lies behind the commit, unless the role commits asynchronously, when the message's own
     * position is the larger one.
     */
    private static final String EMIT =
            "SELECT pg_catalog.pg_logical_emit_message(true, 'segue', 'probe')::text, pg_catalog.current_setting('transaction_read_only')";

    private static final String POSITION =
            "SELECT greatest(?::pg_catalog.pg_lsn, pg_catalog.pg_current_wal_flush_lsn())::text";

    private final NodeSql sql;
    private final NodeLimits limits;

    ServerActions(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    List<ForeignSession> foreignSessions(Collection<Integer> ours) throws NodeException {
        return sql.ask(
                "list its sessions",
                limits.call(),
                session -> session.all(
                        FOREIGN,
                        ServerActions::session,
                        session.integers(ours),
                        NodeSql.APPLICATION_NAME,
                        BackupRun.APPLICATION_NAME));
    }

    Set<Integer> committing() throws NodeException {
        return sql.ask("list what commits", limits.call(), session -> Set.copyOf(session.all(COMMITTING, row -> row.getInt(1))));
    }

    private static ForeignSession session(ResultSet row) throws SQLException {
        return new ForeignSession(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8));
    }

    /** On a connection of its own: it may take long, and the node is asked other things meanwhile. */
    void checkpoint() throws NodeException {
        sql.askApart("write a checkpoint", limits.start(), session -> {
            session.run("CHECKPOINT");
            return true;
        });
    }

    Lsn writeProbe(Duration limit) throws NodeException {
        Emitted emitted = sql.ask("commit a write", limit, session -> {
            Emitted message = session.one(EMIT, row -> new Emitted(row.getString(1), row.getString(2)));
            return new Emitted(session.one(POSITION, row -> row.getString(1), message.position()), message.readOnly());
        });
        if (emitted.readOnly().equals("on")) {
            throw sql.refuse(
                    "commit a write",
                    "default_transaction_read_only is on, for the server or for our role",
                    "Set it off: ALTER SYSTEM RESET default_transaction_read_only, then SELECT pg_reload_conf().");
        }
        return Lsn.parse(emitted.position());
    }

    private record Emitted(String position, String readOnly) {}

    /** A server that is no standby (any more) refuses with 55000 (PostgreSQL xlogfuncs.c, pg_promote). */
    void askToPromote() throws NodeException {
        sql.ask("ask for the promotion", limits.instant(), session -> {
            try {
                session.run("SELECT pg_catalog.pg_promote(false)");
            } catch (SQLException e) {
                if (!SqlFailure.is(SqlFailure.NOT_IN_PREREQUISITE_STATE, e)) {
                    throw e;
                }
            }
            return true;
        });
    }
}
