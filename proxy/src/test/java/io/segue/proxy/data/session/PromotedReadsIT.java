package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A whole move of real servers, with reads that go on while the old one is down, and writes that wait for the new one. */
class PromotedReadsIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** Each leaves its number in {@code written}, once. */
    private static final List<String> WRITES = List.of(
            "SELECT writes(%d)", "SELECT nextval('counter'), writes(%d)", "WITH w AS (INSERT INTO written VALUES (%d) RETURNING n) SELECT * FROM w",
            "SELECT n FROM writes(%d) AS n FOR UPDATE", "DO 'BEGIN PERFORM writes(%d); END'", "CALL work(%d)", "EXECUTE prepared_write(%d)",
            "SELECT writes(%d) FROM generate_series(1, 1)", "INSERT INTO written VALUES (%d)", "SELECT hides(%d)");

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void readsGoOnWithoutAPrimaryAndEveryWriteHappensOnceOnTheNewOne() throws Exception {
        try (PostgresServer a = PostgresServer.create().start(); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            a.execute(
                    """
                    CREATE TABLE written (n int);
                    CREATE SEQUENCE counter;
                    CREATE FUNCTION writes(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (n); RETURN n; END';
                    CREATE FUNCTION hides(n int) RETURNS int LANGUAGE sql STABLE AS 'SELECT writes(n)';
                    CREATE PROCEDURE work(n int) LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (n); END';
                    """);
            RealCatalog.openTo(a);
            try (PostgresServer b = PostgresServer.standbyOf(a).configure("wal_retrieve_retry_interval = 10ms").start();
                    DataPlane plane = new DataPlane(a, b)) {
                Map<Integer, Connection> writing = new LinkedHashMap<>();
                for (int n = 0; n < WRITES.size(); n++) {
                    Connection connection = plane.connect(Map.of("preferQueryMode", n % 2 == 0 ? "simple" : "extended"));
                    connection.createStatement().execute("PREPARE prepared_write(int) AS INSERT INTO written VALUES ($1)");
                    writing.put(n, connection);
                }
                try (Connection reading = plane.connect();
                        Connection only = plane.connect();
                        Connection begins = plane.connect();
                        Statement read = reading.createStatement();
                        Statement inTransaction = only.createStatement();
                        Statement begun = begins.createStatement()) {
                    begins.setAutoCommit(false);
                    only.setReadOnly(true);
                    only.setAutoCommit(false);
                    assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).cold()).isZero();
                    ReadMove move = new ReadMove(plane.nodeB, Map.of("postgres", RealCatalog.of(a)));
                    plane.gate.hold("test", LONG, Optional.of(move)).toCompletableFuture().get(60, TimeUnit.SECONDS);
                    String last = a.psql("-c", "SELECT pg_logical_emit_message(true, 'test', 'x')");
                    await().until(() -> b.psql("-c", "SELECT pg_last_wal_replay_lsn() >= '" + last + "'").equals("t"));
                    plane.gate.admitAllReads();

                    List<Future<Boolean>> writes = new ArrayList<>();
                    writing.forEach((n, connection) ->
                            writes.add(clients.submit(() -> connection.createStatement().execute(WRITES.get(n).formatted(n)))));
                    Future<Boolean> transaction = clients.submit(() -> begun.execute("INSERT INTO written VALUES (100)"));
                    await().until(() -> plane.gate.snapshot().waiting() == WRITES.size() + 1);
                    a.stop(StopMode.FAST);
                    for (int i = 0; i < 10; i++) {
                        assertThat(only(read, "SELECT count(*) FROM written")).isEqualTo("0");
                    }
                    assertThat(only(inTransaction, "SELECT count(*) FROM written")).isEqualTo("0");

                    b.psql("-c", "SELECT pg_promote()");
                    assertThat(only(read, "SELECT count(*) FROM written")).isEqualTo("0");
                    plane.moveToB();

                    for (Future<Boolean> each : writes) {
                        each.get(60, TimeUnit.SECONDS);
                    }
                    transaction.get(60, TimeUnit.SECONDS);
                    begins.commit();
                    for (int n = 0; n < WRITES.size(); n++) {
                        assertThat(only(read, "SELECT count(*) FROM written WHERE n = " + n)).as(WRITES.get(n)).isEqualTo("1");
                    }
                    assertThat(only(read, "SELECT count(*) FROM written WHERE n = 100")).isEqualTo("1");
                    assertThat(only(inTransaction, "SELECT current_setting('port')")).isEqualTo(Integer.toString(b.port()));
                    only.commit();
                    only.setReadOnly(false);
                    inTransaction.execute("INSERT INTO written VALUES (200)");
                    only.commit();
                    assertThat(only(read, "SELECT count(*) FROM written WHERE n = 200")).isEqualTo("1");
                } finally {
                    for (Connection connection : writing.values()) {
                        connection.close();
                    }
                }
            }
        }
    }
}
