package io.segue.proxy.control.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Physical replication slots of a server. */
final class ReplicationSlots {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final String SLOT =
            """
            SELECT slot_name, active, coalesce(wal_status, ''),
                   greatest(0, coalesce(pg_catalog.pg_wal_lsn_diff(
                       CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                            ELSE pg_catalog.pg_current_wal_lsn() END, restart_lsn), 0))::int8
              FROM pg_catalog.pg_replication_slots WHERE slot_name = ?
            """;

    private final NodeSql sql;
    private final NodeLimits limits;

    ReplicationSlots(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    Optional<SlotStatus> find(String slot) throws NodeException {
        return sql.ask("read the slot " + slot, limits.call(), session -> session.all(SLOT, ReplicationSlots::row, slot))
                .stream()
                .findFirst();
    }

    private static SlotStatus row(ResultSet row) throws SQLException {
        return new SlotStatus(row.getString(1), row.getBoolean(2), row.getString(3), row.getLong(4));
    }

    void create(String slot) throws NodeException {
        String kind = sql.ask("create the slot " + slot, limits.call(), session -> {
            try {
                session.run("SELECT pg_catalog.pg_create_physical_replication_slot(?, true)", slot);
            } catch (SQLException e) {
                if (!SqlFailure.is(SqlFailure.DUPLICATE_OBJECT, e)) {
                    throw e;
                }
            }
            return session.one(
                    "SELECT slot_type FROM pg_catalog.pg_replication_slots WHERE slot_name = ?", row -> row.getString(1), slot);
        });
        if (!kind.equals("physical")) {
            throw sql.refuse(
                    "create the slot " + slot,
                    "there is a " + kind + " slot of that name",
                    "Drop that one when nobody needs it: SELECT pg_drop_replication_slot('" + slot + "').");
        }
    }

    /**
     * Its walsender is ended first, and again when the standby is quicker than we are to come back.
     *
     * @throws NodeException when the slot is still in use after the limit
     */
    void drop(String slot) throws NodeException {
        Deadline deadline = Deadline.in(limits.call());
        while (!sql.ask("drop the slot " + slot, limits.call(), session -> dropOnce(session, slot))) {
            if (deadline.passed()) {
                throw sql.refuse(
                        "drop the slot " + slot,
                        "a walsender uses it again as soon as one is ended",
                        "Stop the standby that streams through it, and try again.");
            }
            pause(deadline, slot);
        }
    }

    private void pause(Deadline deadline, String slot) throws NodeException {
        try {
            deadline.pause(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw sql.refuse("drop the slot " + slot, "it was interrupted", "The slot may still be there.");
        }
    }

    /** Whether it is gone. */
    private static boolean dropOnce(SqlSession session, String slot) throws SQLException {
        List<Integer> users = session.all(
                "SELECT active_pid FROM pg_catalog.pg_replication_slots WHERE slot_name = ? AND active_pid IS NOT NULL",
                row -> row.getInt(1),
                slot);
        for (Integer user : users) {
            session.run("SELECT pg_catalog.pg_terminate_backend(?)", user);
        }
        try {
            session.run("SELECT pg_catalog.pg_drop_replication_slot(?)", slot);
            return true;
        } catch (SQLException e) {
            if (SqlFailure.is(SqlFailure.OBJECT_IN_USE, e)) {
                return false;
            }
            if (SqlFailure.is(SqlFailure.UNDEFINED_OBJECT, e)) {
                return true;
            }
            throw e;
        }
    }
}
