package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server process that dies without a word while something of a client's is under way. What may have been committed is said to be in doubt,
 * and is never sent again.
 */
class LostLinksIT {

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private PostgresServer server;
    private DataPlane plane;

    @BeforeEach
    void start() {
        server = PostgresServer.create().configure("log_statement = 'all'").start();
        server.execute(
                """
                CREATE TABLE slow (n int);
                CREATE FUNCTION slow_end() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_end();
                """);
        plane = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256);
    }

    @AfterEach
    void stop() {
        plane.close();
        server.close();
        clients.shutdownNow();
    }

    /** Somebody holds the lock that a COMMIT of a row in {@code slow} waits for. */
    private Connection lock() throws SQLException {
        Connection holder = server.connect();
        try (Statement lock = holder.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(77)");
        }
        return holder;
    }

    private static String pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    private void killWhenItWaitsForTheLock(String pid) throws Exception {
        await().until(() -> server.psql("-c", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND pid = " + pid).equals("1"));
        kill(pid);
    }

    private static void kill(String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-KILL", pid).inheritIO().start().waitFor()).isZero();
    }

    private void isInDoubt(Future<?> end, Connection connection) {
        assertThatThrownBy(() -> end.get(60, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).as("%s", e).isEqualTo("08007");
            assertThat(e.getMessage()).startsWith("FATAL").contains("was lost", "It was not sent again.", "look before repeating it");
        });
        assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1")).isInstanceOf(SQLException.class);
    }

    /** The server ends all of its processes when one was killed, and starts anew. */
    private String rowsAfterTheCrash() {
        await().ignoreExceptions().until(() -> server.psql("-c", "SELECT 1").equals("1"));
        return server.psql("-c", "SELECT count(*) FROM slow");
    }

    /** How often the server was sent it; what a killed process was running is logged as well. */
    private long received(String statement) {
        return server.log().lines()
                .filter(line -> line.contains(" LOG:  execute ") || line.contains(" LOG:  statement: "))
                .filter(line -> line.contains(statement))
                .count();
    }

    @Test
    void aCommitIsInDoubtAndNotRepeated() throws Exception {
        try (Connection _ = lock(); Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String pid = pid(statement);
            statement.execute("INSERT INTO slow VALUES (41)");
            Future<?> commit = clients.submit(() -> {
                connection.commit();
                return null;
            });
            killWhenItWaitsForTheLock(pid);

            isInDoubt(commit, connection);
        }
        assertThat(rowsAfterTheCrash()).isEqualTo("0");
        assertThat(received("COMMIT")).isEqualTo(1);
        assertThat(received("VALUES (41)")).isEqualTo(1);
    }

    @Test
    void soIsAStatementThatCommitsByItself() throws Exception {
        try (Connection _ = lock(); Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            String pid = pid(statement);
            Future<?> insert = clients.submit(() -> statement.execute("INSERT INTO slow VALUES (42)"));
            killWhenItWaitsForTheLock(pid);

            isInDoubt(insert, connection);
        }
        assertThat(rowsAfterTheCrash()).isEqualTo("0");
        assertThat(received("VALUES (42)")).isEqualTo(1);
    }

    /** Nothing of it can have been committed, and the client is told so. */
    @Test
    void anOpenTransactionIsLostWithoutADoubt() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String pid = pid(statement);
            statement.execute("INSERT INTO slow VALUES (43)");
            kill(pid);
            // Whoever speaks before the proxy has seen the end is in doubt, and rightly so.
            await().until(() -> plane.roster.sessions().isEmpty());

            assertThatThrownBy(() -> statement.execute("INSERT INTO slow VALUES (44)")).isInstanceOfSatisfying(SQLException.class, e ->
                    assertThat(e.getSQLState()).as("%s", e).isEqualTo("08006"));
        }
        assertThat(rowsAfterTheCrash()).isEqualTo("0");
        assertThat(received("VALUES (44)")).isZero();
    }
}
