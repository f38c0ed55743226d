package io.segue.proxy.control.node;

import io.segue.proxy.control.node.NodeStatus.Receiver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What a server says about itself and its place in the write-ahead log. */
final class ServerStatus {

    /**
     * The timeline of a primary is read from the name of the file it writes: the control file's stays the old one after a promotion until
     * the checkpoint that follows it (PostgreSQL xlog.c, PerformRecoveryXLogAction). CASE, and not AND: the functions of a standby fail
     * on a primary and the other way round.
     */
    private static final String STATUS =
            """
            SELECT c.system_identifier::text, current_setting('server_version_num')::int, r.standby,
                   CASE WHEN r.standby THEN coalesce(w.received_tli, k.timeline_id)
                        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int END,
                   CASE WHEN r.standby THEN coalesce(pg_last_wal_replay_lsn(), '0/0')
                        ELSE pg_current_wal_insert_lsn() END::text,
                   CASE WHEN r.standby THEN pg_get_wal_replay_pause_state() <> 'not paused' ELSE false END,
                   w.status, coalesce(w.slot_name, ''), coalesce(w.received_tli, 0)
              FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby OFFSET 0) AS r
             CROSS JOIN pg_catalog.pg_control_system() AS c
             CROSS JOIN pg_catalog.pg_control_checkpoint() AS k
              LEFT JOIN pg_catalog.pg_stat_wal_receiver AS w ON true
            """;

    private static final String WRITTEN =
            "SELECT pg_current_wal_insert_lsn()::text, current_setting('wal_block_size')::int8, pg_size_bytes(current_setting('wal_segment_size'))";

    private static final int PAGE_HEADER_BYTES = 24;
    private static final int FIRST_PAGE_HEADER_BYTES = 40;

    private final NodeSql sql;
    private final NodeLimits limits;

    ServerStatus(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    NodeStatus read() throws NodeException {
        return sql.ask("ask for its status", limits.call(), ServerStatus::read);
    }

    private static NodeStatus read(SqlSession session) throws SQLException {
        try {
            return session.one(STATUS, ServerStatus::row);
        } catch (SQLException e) {
            if (!SqlFailure.is(SqlFailure.NOT_IN_PREREQUISITE_STATE, e)) {
                throw e;
            }
            return session.one(STATUS, ServerStatus::row); // promoted between two words of the query; that happens once
        }
    }

    private static NodeStatus row(ResultSet row) throws SQLException {
        return new NodeStatus(
                row.getString(1),
                row.getInt(2),
                row.getBoolean(3),
                row.getInt(4),
                Lsn.parse(row.getString(5)),
                row.getBoolean(6),
                receiver(row));
    }

    private static Optional<Receiver> receiver(ResultSet row) throws SQLException {
        String status = row.getString(7);
        return status == null ? Optional.empty() : Optional.of(new Receiver(status, row.getString(8), row.getInt(9)));
    }

    boolean inRecovery() throws NodeException {
        return sql.ask(
                "ask whether it is in recovery",
                limits.instant(),
                session -> session.one("SELECT pg_catalog.pg_is_in_recovery()", row -> row.getBoolean(1)));
    }

    /** The server's process that serves our own connection. */
    int ownProcess() throws NodeException {
        return sql.ask(
                "ask for its process",
                limits.call(),
                session -> session.one("SELECT pg_catalog.pg_backend_pid()", row -> row.getInt(1)));
    }

    long dataBytes() throws NodeException {
        return sql.ask(
                "ask for the size of its databases",
                limits.call(),
                session -> session.one(
                        "SELECT sum(pg_catalog.pg_database_size(oid))::int8 FROM pg_catalog.pg_database", row -> row.getLong(1)));
    }

    Lsn replayed() throws NodeException {
        Optional<String> position = sql.ask(
                "ask how far it has replayed",
                limits.instant(),
                session -> session.one(
                        "SELECT pg_catalog.pg_last_wal_replay_lsn()::text", row -> Optional.ofNullable(row.getString(1))));
        return position.map(Lsn::parse).orElseThrow(() -> sql.refuse(
                "ask how far it has replayed",
                "it has replayed nothing since its start",
                "Check that it is a standby: a primary that was started as one has no such position."));
    }

    Lsn written() throws NodeException {
        return sql.ask(
                "ask how far it has written",
                limits.instant(),
                session -> session.one(WRITTEN, row -> endOfLastRecord(Lsn.parse(row.getString(1)), row.getLong(2), row.getLong(3))));
    }

    /**
     * At the end of a page the insert position points behind the header of a page that does not exist yet (xlog.c, XLogBytePosToRecPtr): a
     * standby would be waited for in vain.
     */
    static Lsn endOfLastRecord(Lsn insert, long pageBytes, long segmentBytes) {
        if (Long.remainderUnsigned(insert.value(), segmentBytes) == FIRST_PAGE_HEADER_BYTES) {
            return new Lsn(insert.value() - FIRST_PAGE_HEADER_BYTES);
        }
        boolean isBehindHeader = Long.remainderUnsigned(insert.value(), pageBytes) == PAGE_HEADER_BYTES;
        return isBehindHeader ? new Lsn(insert.value() - PAGE_HEADER_BYTES) : insert;
    }
}
