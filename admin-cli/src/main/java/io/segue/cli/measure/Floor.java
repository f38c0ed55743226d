package io.segue.cli.measure;

import io.segue.cli.load.IdleSessions;
import io.segue.cli.load.Load;
import io.segue.cli.load.Pgbench;
import io.segue.cli.stage.Programs;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.Workplace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The least a move can take: the same stop, proof and promotion by script, on the same two servers without any proxy, from the stop to
 * the first commit on the other server. The same pgbench load runs directly on the primary until just before, and ends in order; as many
 * sessions stay connected, idle. So the server is as busy as under Segue, and as idle as after its drain.
 */
public final class Floor {

    private static final String SLOT = "floor";

    /** $1 data directory, $2 primary_conninfo, $3 slot. The retry interval is what a promotion may sleep for (5 s by default). */
    private static final String FOLLOW =
            """
            printf "primary_conninfo = '%s'\\nprimary_slot_name = '%s'\\n" "$2" "$3" >> "$1/postgresql.auto.conf" &&
            echo "wal_retrieve_retry_interval = '10ms'" >> "$1/postgresql.auto.conf" &&
            touch "$1/standby.signal"
            """;

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Servers servers;
    private final Programs programs;
    private final Workplace workplace;
    private final int clients;
    private final Duration load;

    /** @param load how long pgbench runs before each stop */
    public Floor(Servers servers, Programs programs, Workplace workplace, int clients, Duration load) {
        this.servers = servers;
        this.programs = programs;
        this.workplace = workplace;
        this.clients = clients;
        this.load = load;
    }

    /** @param milliseconds of each move; at least one */
    public record Times(List<Double> milliseconds) {

        public Times {
            milliseconds = milliseconds.stream().sorted().toList();
        }

        public double median() {
            return milliseconds.get(milliseconds.size() / 2);
        }
    }

    /** Moves the primary {@code moves} times to and fro. Nothing else may want anything of the servers. */
    public Times measure(int moves) throws StageException, InterruptedException {
        try {
            Server primary = servers.primary();
            begin(primary);
            List<Double> times = new ArrayList<>();
            for (int i = 1; i <= moves; i++) {
                times.add(move("floor-" + i, primary, servers.other(primary)));
                primary = servers.other(primary);
            }
            return new Times(times);
        } catch (SQLException | IOException e) {
            throw new StageException("cannot move by script", e);
        }
    }

    /** Whatever the other server was before, it becomes a standby. */
    private void begin(Server primary) throws SQLException, IOException, StageException, InterruptedException {
        try (Connection connection = primary.connect(servers.superuser(), "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE floor (written timestamptz NOT NULL)");
        }
        Server other = servers.other(primary);
        other.stop();
        offerSlot(primary);
        follow(other, primary);
        join(other, primary);
    }

    private double move(String name, Server from, Server to) throws SQLException, IOException, StageException, InterruptedException {
        int sessions = clients + Load.WRITERS + Load.READERS;
        try (IdleSessions _ = IdleSessions.open(from, servers.application(), sessions);
                Pgbench pgbench = Pgbench.start(programs, workplace, name, from.port(), servers.application(), clients);
                Connection target = to.connect(servers.superuser(), "postgres");
                Statement statement = target.createStatement()) {
            Thread.sleep(load);
            prepare(from, to, statement);
            StopScript script = StopScript.ready(programs, from);
            pgbench.stop();
            double milliseconds = stopProvePromote(script, statement);
            if (!from.awaitStopped()) {
                throw new StageException(from.name() + " does not end");
            }
            join(from, to);
            return milliseconds;
        }
    }

    /** What Segue too does before the hold. */
    private void prepare(Server from, Server to, Statement target) throws SQLException, StageException, InterruptedException {
        offerSlot(to);
        follow(from, to);
        try (Connection source = from.connect(servers.superuser(), "postgres");
                Statement statement = source.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        target.execute("CHECKPOINT");
    }

    private static double stopProvePromote(StopScript script, Statement target) throws SQLException, StageException, InterruptedException {
        long begun = System.nanoTime();
        String checkpoint = script.stop();
        await(target, "SELECT pg_last_wal_replay_lsn() > '" + checkpoint + "'::pg_lsn", "the shutdown checkpoint was not replayed");
        promote(target);
        target.execute("INSERT INTO floor VALUES (clock_timestamp())");
        return (System.nanoTime() - begun) / NANOS_PER_MILLI;
    }

    /** Asked again every 50 ms: a promotion just as the upstream goes away can sleep for wal_retrieve_retry_interval. */
    private static void promote(Statement target) throws SQLException, StageException, InterruptedException {
        long asked = System.nanoTime() - ASK_AGAIN_NANOS;
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!isTrue(target, "SELECT NOT pg_is_in_recovery()")) {
            if (System.nanoTime() - asked >= ASK_AGAIN_NANOS) {
                target.execute("SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote(false) END");
                asked = System.nanoTime();
            }
            pollPause(deadline, "the standby was not promoted");
        }
    }

    private void offerSlot(Server upstream) throws SQLException {
        try (Connection connection = upstream.connect(servers.superuser(), "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'");
            statement.execute("SELECT pg_create_physical_replication_slot('" + SLOT + "', true)");
        }
    }

    /** From its next start on, {@code server} is a standby of {@code upstream}. */
    private void follow(Server server, Server upstream) throws StageException, InterruptedException {
        String connection = "host=%s port=%d user=%s password=%s"
                .formatted(Server.HOST, upstream.port(), servers.segue().role(), servers.segue().password());
        programs.run(programs.asServer(List.of(
                "sh", "-c", FOLLOW, "sh", server.dataDirectory().toString(), connection, SLOT)));
    }

    private void join(Server server, Server upstream) throws SQLException, StageException, InterruptedException {
        server.start();
        try (Connection connection = upstream.connect(servers.superuser(), "postgres");
                Statement statement = connection.createStatement()) {
            await(
                    statement,
                    "SELECT coalesce(bool_or(state = 'streaming'), false) FROM pg_stat_replication",
                    server.name() + " does not stream");
        }
    }

    private static void await(Statement statement, String question, String failure)
            throws SQLException, StageException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!isTrue(statement, question)) {
            pollPause(deadline, failure);
        }
    }

    private static boolean isTrue(Statement statement, String question) throws SQLException {
        try (ResultSet result = statement.executeQuery(question)) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static void pollPause(long deadline, String failure) throws StageException, InterruptedException {
        if (System.nanoTime() - deadline > 0) {
            throw new StageException(failure);
        }
        Thread.sleep(1);
    }
}
