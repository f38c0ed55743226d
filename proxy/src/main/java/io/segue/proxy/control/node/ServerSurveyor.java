package io.segue.proxy.control.node;

import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import io.segue.proxy.control.node.survey.Activity.PreparedTransaction;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.control.node.survey.LoginRight;
import io.segue.proxy.control.node.survey.ServerSurvey;
import io.segue.proxy.control.node.survey.ServerSurvey.Archiver;
import io.segue.proxy.control.node.survey.ServerSurvey.Catalog;
import io.segue.proxy.control.node.survey.ServerSurvey.Slot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Surveys a server through SQL, the same on a primary and on a standby. What only newer versions know is read through {@code to_jsonb},
 * which gives null for it on the others.
 */
final class ServerSurveyor {

    /** Some our driver sets for its own session: of these, what the files say. */
    private static final String SETTINGS =
            """
            SELECT name, coalesce(CASE WHEN lower(name) <> ALL ('{timezone,datestyle,client_encoding,extra_float_digits}') THEN setting
                ELSE coalesce((SELECT f.setting FROM pg_catalog.pg_file_settings AS f
                                WHERE lower(f.name) = lower(s.name) ORDER BY f.seqno DESC LIMIT 1), boot_val) END, '')
              FROM pg_catalog.pg_settings AS s
            """;

    private static final String SLOTS =
            """
            SELECT slot_name, slot_type = 'logical', concat_ws(' in ', plugin, database), active, coalesce(wal_status, ''),
                   greatest(0, coalesce(pg_wal_lsn_diff(
                       CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn), 0))::int8,
                   coalesce((to_jsonb(s) ->> 'failover')::bool, false)
              FROM pg_catalog.pg_replication_slots AS s ORDER BY slot_name
            """;

    private static final String ARCHIVER =
            """
            SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false), coalesce(last_failed_wal, ''),
                   (SELECT count(*) FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready')
              FROM pg_catalog.pg_stat_archiver
            """;

    private static final String COLLATIONS =
            """
            SELECT datname || ': ' || datcollversion || ', here ' || pg_database_collation_actual_version(oid)
              FROM pg_catalog.pg_database
             WHERE datcollversion <> pg_database_collation_actual_version(oid) AND datallowconn ORDER BY datname
            """;

    private static final String AGE = "SELECT max(age(datfrozenxid))::int8 FROM pg_catalog.pg_database";

    private static final String SUBSCRIPTIONS = "SELECT subname FROM pg_catalog.pg_subscription WHERE subenabled ORDER BY subname";

    private static final String RIVAL_ROLES =
            """
            SELECT rolname FROM pg_catalog.pg_roles
             WHERE rolname IN ('repmgr', 'pgautofailover_monitor', 'pgautofailover_replicator', 'streaming_replica') ORDER BY rolname
            """;

    private static final String WAL_AND_CLOCK =
            """
            SELECT greatest(0, pg_wal_lsn_diff(
                       CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END, redo_lsn))::int8,
                   (extract(epoch FROM clock_timestamp()) * 1000000)::int8
              FROM pg_catalog.pg_control_checkpoint()
            """;

    private static final String PROCESSES =
            """
            SELECT pid, coalesce(backend_type, ''), coalesce(usename, ''), coalesce(datname, ''), coalesce(state, ''),
                   coalesce((extract(epoch FROM clock_timestamp() - xact_start) * 1000)::int8, -1),
                   coalesce((extract(epoch FROM xact_start) * 1000000)::int8, 0),
                   coalesce(state <> 'idle' OR state_change > clock_timestamp() - interval '10 s', false)
              FROM pg_catalog.pg_stat_activity WHERE pid <> pg_backend_pid() ORDER BY xact_start NULLS LAST, pid
            """;

    private static final String PREPARED =
            """
            SELECT gid, owner, database, extract(epoch FROM clock_timestamp() - prepared)::int8
              FROM pg_catalog.pg_prepared_xacts ORDER BY prepared
            """;

    private static final String BASE_BACKUPS = "SELECT count(*)::int4 FROM pg_catalog.pg_stat_progress_basebackup";

    /** Of a session between two transactions an advisory lock is the session's own. */
    private static final String LOCK_HOLDERS =
            """
            SELECT DISTINCT 'pid ' || a.pid || ' ' || coalesce(a.usename, '') || '@' || coalesce(a.datname, '')
                   || ' (' || coalesce(a.application_name, '') || ')'
              FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a USING (pid)
             WHERE l.locktype = 'advisory' AND l.granted AND a.state = 'idle' ORDER BY 1
            """;

    private static final String RIGHTS =
            """
            SELECT l.role, l.database,
                   CASE WHEN r.oid IS NULL THEN 'the role does not exist'
                        WHEN NOT r.rolcanlogin THEN 'the role may not log in'
                        WHEN r.rolvaliduntil < now() THEN 'its password is past its end'
                        WHEN d.oid IS NULL THEN 'the database does not exist'
                        WHEN NOT d.datallowconn THEN 'the database takes no connections'
                        WHEN NOT has_database_privilege(r.oid, d.oid, 'CONNECT') THEN 'the role may not connect to the database'
                        ELSE '' END
              FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS l (role, database, number)
              LEFT JOIN pg_catalog.pg_roles AS r ON r.rolname = l.role
              LEFT JOIN pg_catalog.pg_database AS d ON d.datname = l.database
             ORDER BY l.number
            """;

    /** Every other kind of process is an extension's. */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "archiver", "autovacuum launcher", "autovacuum worker", "background writer", "checkpointer", "client backend", "io worker",
            "logger", "logical replication apply worker", "logical replication launcher", "logical replication parallel worker",
            "logical replication tablesync worker", "logical replication worker", "parallel worker", "slotsync worker",
            "standalone backend", "startup", "walreceiver", "walsender", "walsummarizer", "walwriter", "");

    private final NodeSql sql;
    private final NodeLimits limits;

    ServerSurveyor(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    ServerSurvey server() throws NodeException {
        return sql.askApart("survey the server", limits.call(), session -> {
            Map<String, String> settings = session.all(SETTINGS, row -> Map.entry(row.getString(1), row.getString(2))).stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            Catalog catalog = new Catalog(
                    names(session, COLLATIONS),
                    session.one(AGE, row -> row.getLong(1)),
                    names(session, SUBSCRIPTIONS),
                    names(session, RIVAL_ROLES));
            return session.one(WAL_AND_CLOCK, row -> new ServerSurvey(
                    settings,
                    session.all(SLOTS, ServerSurveyor::slot),
                    session.one(ARCHIVER, it -> new Archiver(it.getBoolean(1), it.getString(2), it.getLong(3))),
                    catalog,
                    row.getLong(1),
                    instant(row.getLong(2))));
        });
    }

    private static List<String> names(SqlSession session, String query) throws SQLException {
        return session.all(query, row -> row.getString(1));
    }

    private static Instant instant(long microseconds) {
        return Instant.ofEpochSecond(microseconds / 1_000_000, microseconds % 1_000_000 * 1_000);
    }

    private static Slot slot(ResultSet row) throws SQLException {
        return new Slot(
                row.getString(1),
                row.getBoolean(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                row.getLong(6),
                row.getBoolean(7));
    }

    Activity activity() throws NodeException {
        return sql.ask("look who is at work", limits.call(), session -> {
            List<Process> processes = session.all(PROCESSES, Process::of);
            return new Activity(
                    processes.stream().filter(Process::inTransaction).map(Process::transaction).toList(),
                    session.all(PREPARED, ServerSurveyor::prepared),
                    processes.stream().map(Process::kind).filter(kind -> !OF_THE_SERVER.contains(kind)).sorted().toList(),
                    Math.toIntExact(processes.stream().filter(Process::client).count()),
                    Math.toIntExact(processes.stream().filter(Process::client).filter(Process::working).count()),
                    session.one(BASE_BACKUPS, row -> row.getInt(1)),
                    names(session, LOCK_HOLDERS));
        });
    }

    private static PreparedTransaction prepared(ResultSet row) throws SQLException {
        return new PreparedTransaction(row.getString(1), row.getString(2), row.getString(3), Duration.ofSeconds(row.getLong(4)));
    }

    /** A row of {@code pg_stat_activity}; the age is -1 outside of transactions. */
    private record Process(int pid, String kind, String user, String database, String state, long ageMillis, long began, boolean working) {

        static Process of(ResultSet row) throws SQLException {
            return new Process(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getBoolean(8));
        }

        boolean client() {
            return kind.equals("client backend");
        }

        /** A walsender has none of its own, though it says when it began to read the catalog. */
        boolean inTransaction() {
            return ageMillis >= 0 && !kind.equals("walsender");
        }

        OpenTransaction transaction() {
            String doing = state.isEmpty() ? kind : state;
            return new OpenTransaction(pid, user, database, doing, Duration.ofMillis(ageMillis), began, client());
        }
    }

    List<LoginRight> loginRights(Collection<Login> logins) throws NodeException {
        return sql.ask("ask who may log in", limits.call(), session -> session.all(
                RIGHTS,
                row -> new LoginRight(new Login(row.getString(1), row.getString(2)), row.getString(3)),
                session.texts(logins.stream().map(Login::role).toList()),
                session.texts(logins.stream().map(Login::database).toList())));
    }
}
