package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.StandbyPair;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/**
 * Transactions that are still open when the drain's time is up, and are ended: what their clients are told, and that nothing of them is left
 * or runs afterwards. The test is the control; real servers.
 */
class EndedTransactionsIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static PostgresServer primary;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void createTables() {
        primary = StandbyPair.primary();
        RealCatalog.openTo(primary);
        primary.execute(
                """
                CREATE TABLE ended (n int);
                CREATE FUNCTION slow_end() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END';
                CREATE TABLE slow (n int);
                CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_end();
                """);
    }

    @AfterAll
    static void dropTables() {
        primary.execute("DROP TABLE ended, slow; DROP FUNCTION slow_end()");
    }

    @BeforeEach
    void startProxy() {
        primary.execute("TRUNCATE ended, slow");
        plane = new DataPlane(primary, StandbyPair.standby());
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "extendedForPrepared"})
    void anIdleOneIsToldAtItsNextStatementAndThenUntilItEndsTheBlock(String mode) throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", mode, "prepareThreshold", "1", "autosave", "never"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);

            assertThatThrownBy(() -> statement.execute("INSERT INTO ended VALUES (2)")).satisfies(state("40001"))
                    .hasMessageContaining("Try the transaction again.");
            Future<Boolean> held = clients.submit(() -> statement.execute("INSERT INTO ended VALUES (3)"));
            awaitWaiting(1);
            plane.releaseAndSettle();
            assertThatThrownBy(() -> held.get(60, TimeUnit.SECONDS)).cause().satisfies(state("25P02"));
            connection.rollback();

            assertThat(rows("ended")).isZero();
            statement.execute("INSERT INTO ended VALUES (4)");
            connection.commit();
        }
        assertThat(rows("ended WHERE n = 4")).isEqualTo(1);
        assertThat(plane.registry.counter("segue.transactions.ended", "shard", "main").count()).isEqualTo(1);
    }

    @Test
    void thePipelinedTailOfOneDoesNothing() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            client.answer("BEGIN");
            client.answer("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);

            client.query("INSERT INTO ended VALUES (2)", "INSERT INTO ended VALUES (3)", "COMMIT", "INSERT INTO ended VALUES (4)");

            assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
            awaitWaiting(1);
            plane.releaseAndSettle();
            assertThat(client.awaitReady() + client.status()).contains("25P02").endsWith("E");
            assertThat(client.awaitReady() + client.status()).contains("ROLLBACK").doesNotContain("COMMIT").endsWith("I");
            assertThat(client.awaitReady() + client.status()).contains("INSERT 0 1").endsWith("I");
        }
        assertThat(rows("ended WHERE n < 4")).isZero();
        assertThat(rows("ended WHERE n = 4")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "end work;", " /* x */ commit and no chain", "PREPARE TRANSACTION 'x'"})
    void aCommitThatComesTooLateHasFailed(String commit) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            client.answer("BEGIN");
            client.answer("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);

            assertThat(client.answer(commit)).contains("40001").endsWith("I");

            plane.releaseAndSettle();
            assertThat(client.answer("INSERT INTO ended VALUES (2)")).contains("INSERT 0 1").endsWith("I");
        }
        assertThat(rows("ended WHERE n = 1")).isZero();
    }

    /** Of these the server would have done something behind its COMMIT, or the client would have taken the COMMIT for done. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT; INSERT INTO ended VALUES (2)", "INSERT INTO ended VALUES (2); COMMIT", "ROLLBACK TO SAVEPOINT s", "SELECT 1"})
    void whateverElseComesFirstIsRefusedAsAWhole(String first) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            client.answer("BEGIN");
            client.answer("SAVEPOINT s");
            client.answer("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);

            assertThat(client.answer(first)).contains("40001").endsWith("E");

            plane.releaseAndSettle();
            assertThat(client.answer("INSERT INTO ended VALUES (3)")).contains("25P02").endsWith("E");
            assertThat(client.answer("ROLLBACK; INSERT INTO ended VALUES (4)")).contains("ROLLBACK", "INSERT 0 1").doesNotContain("WARNING").endsWith("I");
        }
        assertThat(rows("ended WHERE n < 4")).isZero();
        assertThat(rows("ended WHERE n = 4")).isEqualTo(1);
    }

    @Test
    void aRollbackIsAnsweredAsIfNothingHadHappened() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            client.answer("BEGIN");
            client.answer("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);
            client.query("ROLLBACK");
            awaitWaiting(1);
            plane.releaseAndSettle();

            assertThat(client.awaitReady() + client.status()).contains("ROLLBACK").doesNotContain("WARNING", "40001").endsWith("I");
        }
        assertThat(rows("ended")).isZero();
    }

    /** The session's own settings are as they were before the transaction, wherever it goes on. */
    @Test
    void theBlockGoesOnToItsEndOnTheOtherServer() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            client.answer("SET statement_timeout = '31s'");
            client.answer("BEGIN");
            client.answer("SET statement_timeout = '32s'");
            client.answer("INSERT INTO ended VALUES (1)");
            DrainsEnd.ofNewHold(plane, primary);
            plane.moveToB();

            assertThat(client.answer("SELECT 1")).contains("40001").endsWith("E");
            assertThat(client.answer("SELECT 1")).contains("25P02").endsWith("E");
            assertThat(client.answer("ABORT")).contains("ROLLBACK").endsWith("I");
            assertThat(client.answer("SELECT current_setting('statement_timeout'), current_setting('port')"))
                    .contains("31s", Integer.toString(StandbyPair.standby().port())).endsWith("I");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended"})
    void whatRunsInOneIsCancelledAndToldWhy(String mode) throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", mode)); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO ended VALUES (1)");
            Future<Boolean> running = clients.submit(() -> statement.execute("SELECT pg_sleep(60)"));
            await().until(() -> primary.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'").equals("1"));
            DrainsEnd.ofNewHold(plane, primary);

            assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS)).cause().satisfies(state("40001")).hasMessageContaining("Try the transaction again.");
            plane.releaseAndSettle();
            assertThatThrownBy(() -> statement.execute("INSERT INTO ended VALUES (2)")).satisfies(state("25P02"));
            connection.rollback();
        }
        assertThat(rows("ended")).isZero();
    }

    @Test
    void aCommitInFlightIsWaitedFor() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement();
                Connection other = primary.connect(); Statement lock = other.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(77)");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO slow VALUES (1)");
            Future<Void> commit = clients.submit(() -> {
                connection.commit();
                return null;
            });
            awaitLockWait();
            CompletableFuture<Void> drained = plane.gate.hold("test", LONG).toCompletableFuture();
            DrainsEnd.endTransactions(plane, primary);
            assertThat(drained.isDone()).isFalse();

            lock.execute("SELECT pg_advisory_unlock(77)");

            commit.get(60, TimeUnit.SECONDS);
            drained.get(60, TimeUnit.SECONDS);
            plane.releaseAndSettle();
        }
        assertThat(rows("slow")).isEqualTo(1);
    }

    @Test
    void anAutocommitStatementInFlightIsWaitedFor() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement();
                Connection other = primary.connect(); Statement lock = other.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(77)");
            Future<Boolean> write = clients.submit(() -> statement.execute("INSERT INTO slow VALUES (2)"));
            awaitLockWait();
            CompletableFuture<Void> drained = plane.gate.hold("test", LONG).toCompletableFuture();
            DrainsEnd.endTransactions(plane, primary);
            assertThat(drained.isDone()).isFalse();

            lock.execute("SELECT pg_advisory_unlock(77)");

            write.get(60, TimeUnit.SECONDS);
            drained.get(60, TimeUnit.SECONDS);
            plane.releaseAndSettle();
        }
        assertThat(rows("slow")).isEqualTo(1);
    }

    private void awaitLockWait() {
        await().until(() -> primary.psql("-c", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").equals("1"));
    }

    private void awaitWaiting(int sessions) {
        await().until(() -> plane.gate.snapshot().waiting() == sessions);
    }

    private RawClient loggedIn(Socket socket) throws Exception {
        RawClient client = new RawClient(socket);
        client.logIn();
        return client;
    }

    private static int rows(String from) throws SQLException {
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Consumer<Throwable> state(String sqlState) {
        return failure -> {
            assertThat(failure).isInstanceOf(PSQLException.class);
            assertThat(((PSQLException) failure).getSQLState()).as(failure.getMessage()).isEqualTo(sqlState);
        };
    }
}
