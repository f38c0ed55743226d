package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import io.segue.proxy.watch.SessionLuggage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/**
 * What no other server can be given, and a move that ends the sessions that have it: they are told so (57P01), and never answered as if it had
 * never been there. Real servers; the test is the control.
 */
class UnmovableSessionsIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final MovePolicies TERMINATE =
            new MovePolicies(MovePolicies.Unmovable.TERMINATE, MovePolicies.Transactions.ABORT, MovePolicies.Listeners.TERMINATE);

    private PostgresServer a;
    private PostgresServer b;
    private DataPlane plane;

    @BeforeEach
    void start() {
        a = PostgresServer.create().start();
        b = PostgresServer.standbyOf(a).configure("wal_retrieve_retry_interval = 10ms").start();
        plane = new DataPlane(a, b, TERMINATE);
    }

    @AfterEach
    void stop() {
        plane.close();
        b.close();
        a.close();
    }

    private void warm() throws Exception {
        assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).unmovable()).isEmpty();
    }

    private void switchOver() throws Exception {
        a.stop(StopMode.FAST);
        b.psql("-c", "SELECT pg_promote()");
        plane.moveToB();
        plane.settle();
    }

    private static void isEnded(Statement statement, String next) {
        assertThatThrownBy(() -> statement.execute(next)).isInstanceOfSatisfying(
                PSQLException.class, failure -> assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo("57P01"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TEMP TABLE mine (n int) | SELECT count(*) FROM mine
            DECLARE kept CURSOR WITH HOLD FOR SELECT 1 | FETCH kept
            SELECT pg_advisory_lock(17) | SELECT pg_advisory_unlock(17)
            SELECT pg_advisory_lock_shared(17) | SELECT 1
            LISTEN news | SELECT 1
            """)
    void theFirstWordBehindTheMoveIsTheEnd(String state, String next) throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute(state);
            warm();
            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            switchOver();

            isEnded(statement, next);
        }
    }

    /** It knows of its lock only what it was told; who has it on the new server must be the only one that believes so. */
    @Test
    void anAdvisoryLockNeverHasTwoHolders() throws Exception {
        try (Connection holder = plane.connect(); Statement holding = holder.createStatement();
                Connection other = plane.connect(); Statement wanting = other.createStatement()) {
            holding.execute("SELECT pg_advisory_lock(17)");
            assertThat(only(wanting, "SELECT pg_try_advisory_lock(17)")).isEqualTo("f");
            warm();
            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            switchOver();

            assertThat(only(wanting, "SELECT pg_try_advisory_lock(17)")).isEqualTo("t");
            isEnded(holding, "SELECT 1");
        }
    }

    /** A function has taken it, of which nothing that passes tells. */
    @Test
    void aLockThatWasTakenUnseenIsFoundWhenTheSessionIsSuspected() throws Exception {
        a.execute("CREATE FUNCTION locks() RETURNS int LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_lock(17); RETURN 1; END'");
        try (Connection holder = plane.connect(); Statement holding = holder.createStatement();
                Connection other = plane.connect(); Statement nothing = other.createStatement()) {
            nothing.execute("SELECT 1");
            int pid = Integer.parseInt(only(holding, "SELECT pg_backend_pid()"));
            warm();
            only(holding, "SELECT locks()");
            assertThat(plane.roster.sessions()).extracting(session -> session.luggage().atMove())
                    .containsExactly(SessionLuggage.AtMove.FOLLOWS, SessionLuggage.AtMove.FOLLOWS);

            plane.gate.suspect(Set.of(pid));
            plane.settle();
            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(warmth.ending()).singleElement().asString().contains("advisory lock");
        }
    }

    /** Their tags say SELECT. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TEMP TABLE mine AS SELECT 1 AS n", "SELECT 1 AS n INTO TEMP mine", "CREATE TEMP TABLE mine AS SELECT 1 AS n WHERE false"})
    void aTemporaryTableMadeOfAQueryIsSeen(String sql) throws Exception {
        for (String mode : List.of("simple", "extended")) {
            try (Connection connection = plane.connect(Map.of("preferQueryMode", mode)); Statement statement = connection.createStatement()) {
                warm();
                statement.execute(sql);

                assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).ending())
                        .singleElement().asString().contains("temporary table");
            }
            await().until(() -> plane.roster.sessions().isEmpty());
        }
    }

    /** The descriptor of a large object lives as long as its transaction, which the drain waits for. */
    @Test
    void anOpenLargeObjectIsReadToItsEndBeforeTheMove() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            connection.setAutoCommit(false);
            String object = only(statement, "SELECT lo_from_bytea(0, 'large')");
            String descriptor = only(statement, "SELECT lo_open(" + object + ", 262144)");
            CompletableFuture<Void> drained = plane.gate.hold("test", LONG).toCompletableFuture();

            assertThat(only(statement, "SELECT convert_from(loread(" + descriptor + ", 100), 'UTF8')")).isEqualTo("large");
            assertThat(drained).isNotDone();
            connection.commit();
            drained.get(60, TimeUnit.SECONDS);
            switchOver();

            assertThat(only(statement, "SELECT convert_from(lo_get(" + object + "), 'UTF8')")).isEqualTo("large");
            assertThat(List.of(only(statement, "SELECT current_setting('port')"))).containsExactly(Integer.toString(b.port()));
        }
    }

    private static String only(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
