package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.PoolView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Links that are lent to one session after the other. Real servers, copies of one cluster; the test is the control. */
class SessionPoolIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        serverB = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    private void start(Pooling pooling) {
        plane = DataPlane.pooling(serverA, serverB.port(), Authentication.TRUST, pooling);
    }

    private static Pooling of(int size) {
        return Pooling.of(PoolMode.SESSION, size);
    }

    @Test
    void theNextSessionGetsTheLinkAndFindsNothingOfTheOneBefore() throws Exception {
        start(of(3));
        String pid;
        try (Connection first = plane.connect(Map.of("prepareThreshold", "1")); Statement statement = first.createStatement();
                PreparedStatement prepared = first.prepareStatement("SELECT ?::int")) {
            pid = pid(statement);
            statement.execute("SET statement_timeout = '17s'");
            statement.execute("SET TimeZone = 'Asia/Tokyo'");
            statement.execute("SET app.tenant = 'first'");
            statement.execute("CREATE TEMP TABLE mine (n int)");
            statement.execute("LISTEN news");
            only(statement, "SELECT pg_advisory_lock(7)");
            prepared.setInt(1, 1);
            prepared.execute();
        }
        awaitIdle(1);

        try (Connection second = plane.connect(); Statement statement = second.createStatement()) {
            assertThat(pid(statement)).isEqualTo(pid);
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("0");
            assertThat(only(statement, "SHOW TimeZone")).isNotEqualTo("Asia/Tokyo");
            assertThat(second.unwrap(org.postgresql.PGConnection.class).getParameterStatus("TimeZone")).isNotEqualTo("Asia/Tokyo");
            assertThat(only(statement, "SELECT coalesce(current_setting('app.tenant', true), '')")).isEmpty();
            assertThat(only(statement, "SELECT count(*) FROM pg_class WHERE relname = 'mine'")).isEqualTo("0");
            assertThat(only(statement, "SELECT count(*) FROM pg_listening_channels()")).isEqualTo("0");
            assertThat(only(statement, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).isEqualTo("0");
            assertThat(only(statement, "SELECT count(*) FROM pg_prepared_statements")).isEqualTo("0");
        }
    }

    @Test
    void aTransactionThatItsClientLeavesIsRolledBackAndItsLinkNotLent() throws Exception {
        start(of(3));
        serverA.execute("CREATE TABLE left_open (n int)");
        String pid;
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("INSERT INTO left_open VALUES (1)");
            pid = pid(statement);
            first.abort(Runnable::run);
        }
        await().until(() -> plane.roster.sessions().isEmpty());

        try (Connection second = plane.connect(); Statement statement = second.createStatement()) {
            assertThat(pid(statement)).isNotEqualTo(pid);
            assertThat(only(statement, "SELECT count(*) FROM left_open")).isEqualTo("0");
        }
    }

    @Test
    void aClientThatSaysGoodByeBehindItsQueryHasItExecutedAndLeavesTheLink() throws Exception {
        start(of(1));
        serverA.execute("CREATE TABLE last_words (n int)");
        try (RawSession session = new RawSession(plane.port())) {
            session.sendAndLeave("INSERT INTO last_words SELECT 1 FROM pg_sleep(0.2)");
            assertThat(session.answer()).isEqualTo("CZ");
            assertThat(session.answer()).as("the connection ends").isEmpty();
        }
        awaitIdle(1);
        assertThat(pool().processes()).hasSize(1);

        try (Connection next = plane.connect(); Statement statement = next.createStatement()) {
            assertThat(only(statement, "SELECT count(*) FROM last_words")).isEqualTo("1");
        }
    }

    @Test
    void whatOnlyALoginCanSetMakesAnotherLink() throws Exception {
        start(of(3));
        String pid;
        try (Connection first = plane.connect(Map.of("ApplicationName", "first")); Statement statement = first.createStatement()) {
            pid = pid(statement);
        }
        awaitIdle(1);
        try (Connection other = plane.connect(Map.of("options", "-c work_mem=5MB")); Statement statement = other.createStatement()) {
            assertThat(pid(statement)).isNotEqualTo(pid);
            assertThat(only(statement, "SHOW work_mem")).isEqualTo("5MB");
        }
        try (Connection renamed = plane.connect(Map.of("ApplicationName", "second")); Statement statement = renamed.createStatement()) {
            assertThat(pid(statement)).isEqualTo(pid);
            assertThat(only(statement, "SHOW application_name")).isEqualTo("second");
        }
    }

    @Test
    void aLinkThatDoesNotFitMakesRoomForOneThatDoes() throws Exception {
        start(of(1));
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            pid(statement);
        }
        awaitIdle(1);
        try (Connection other = plane.connect(Map.of("options", "-c work_mem=5MB")); Statement statement = other.createStatement()) {
            assertThat(only(statement, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(pool().processes()).hasSize(1);
        }
    }

    @Test
    void whoFindsNoLinkWaitsForOneAndIsSeenWaiting() throws Exception {
        start(of(1));
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            String pid = pid(statement);
            Future<String> waiting = clients.submit(() -> {
                try (Connection second = plane.connect(); Statement later = second.createStatement()) {
                    return pid(later);
                }
            });
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("waiting")));
            assertThat(pool()).extracting(PoolView::lent, PoolView::idle, PoolView::mode).containsExactly(1, 0, "session");

            leave(first);

            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(pid);
        }
    }

    @Test
    void whoWaitsTooLongIsToldSoAndWhoIsOneTooManyAtOnce() throws Exception {
        start(of(1).waitingFor(Duration.ofSeconds(3)).waiting(1));
        try (Connection first = plane.connect()) {
            assertThat(first.isValid(1)).isTrue();
            Future<Connection> waiting = clients.submit(() -> plane.connect());
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("waiting")));

            assertThatThrownBy(() -> plane.connect()).satisfies(state("53300")).hasMessageContaining("too many sessions wait");
            assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS)).cause().satisfies(state("53300"))
                    .hasMessageContaining("became free in time");
        }
        assertThat(plane.registry.get("segue.pool.waits").tag("result", "timed_out").counter().count()).isEqualTo(1);
        assertThat(plane.registry.get("segue.pool.waits").tag("result", "refused").counter().count()).isEqualTo(1);
    }

    @Test
    void theReserveIsForThoseWhoHaveWaited() throws Exception {
        start(of(1).reserve(1));
        try (Connection first = plane.connect(); Connection second = plane.connect()) {
            assertThat(first.isValid(1)).isTrue();
            assertThat(second.isValid(1)).isTrue();
            assertThat(plane.registry.get("segue.pool.wait").timer().max(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void oldLinksAreNotLentAndIdleOnesClosedDownToTheMinimum() throws Exception {
        start(of(3).livingFor(Duration.ofMillis(50)));
        String pid;
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            pid = pid(statement);
            only(statement, "SELECT pg_sleep(0.06)");
        }
        await().until(() -> pool().processes().isEmpty());
        try (Connection second = plane.connect(); Statement statement = second.createStatement()) {
            assertThat(pid(statement)).isNotEqualTo(pid);
        }
        plane.close();

        start(of(3).idleFor(Duration.ofMillis(10)).minimum(1));
        try (Connection first = plane.connect(); Connection second = plane.connect()) {
            assertThat(first.isValid(1) && second.isValid(1)).isTrue();
            assertThat(pool().processes()).hasSize(2);
        }
        await().until(() -> pool().processes().size() == 1);
    }

    @Test
    void aLinkOnAnotherLoopGivesItsPlaceToWhoWaits() throws Exception {
        start(of(1).onLoops(2));
        for (int i = 0; i < 4; i++) {
            try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
                assertThat(only(statement, "SELECT 1")).isEqualTo("1");
                assertThat(pool().processes()).hasSize(1);
            }
        }
    }

    @Test
    void anIdleLinkThatTheServerEndsIsNobodysLoss() throws Exception {
        start(of(1));
        String pid;
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            pid = pid(statement);
        }
        awaitIdle(1);
        serverA.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");

        try (Connection second = plane.connect(); Statement statement = second.createStatement()) {
            assertThat(pid(statement)).isNotEqualTo(pid);
        }
    }

    // ---- and moves

    @Test
    void aHoldTakesWhoWaitsForALinkIntoItsLine() throws Exception {
        start(of(1));
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            assertThat(port(statement)).isEqualTo(serverA.port());
            Future<Integer> waiting = clients.submit(() -> {
                try (Connection second = plane.connect(); Statement later = second.createStatement()) {
                    return port(later);
                }
            });
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("waiting")));

            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            await().until(() -> plane.gate.snapshot().waiting() == 1);
            leave(first);
            plane.moveToB();

            assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(serverB.port());
        }
    }

    @Test
    void afterAMoveLinksAreLentToTheNewServerOnly() throws Exception {
        start(of(2));
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            statement.execute("SET statement_timeout = '19s'");
            try (Connection second = plane.connect()) {
                assertThat(second.isValid(1)).isTrue();
            }
            awaitIdle(1);
            plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            plane.moveToB();

            assertThat(port(statement)).isEqualTo(serverB.port());
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("19s");
            try (Connection second = plane.connect(); Statement other = second.createStatement()) {
                assertThat(port(other)).isEqualTo(serverB.port());
            }
        }
        await().until(() -> pool().processes().size() == 2
                && pool().processes().stream().allMatch(process -> process.node().equals("node_b")));
        try (Connection third = plane.connect(); Statement statement = third.createStatement()) {
            assertThat(port(statement)).isEqualTo(serverB.port());
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("0");
        }
    }

    private static void leave(Connection connection) throws SQLException {
        connection.close();
    }

    private PoolView pool() {
        return plane.pools.pools().getFirst();
    }

    private void awaitIdle(int links) {
        await().until(() -> pool().idle() == links);
    }

    private static String pid(Statement statement) throws SQLException {
        return only(statement, "SELECT pg_backend_pid()");
    }

    private static int port(Statement statement) throws SQLException {
        return Integer.parseInt(only(statement, "SELECT current_setting('port')"));
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Consumer<Throwable> state(String expected) {
        return thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(expected);
    }
}
