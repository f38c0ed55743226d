package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.gate.Renewed;
import io.segue.proxy.route.Node;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.SessionView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

/** Sessions that leave their server processes before a hold. Real servers. */
class RenewalIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().start();
        serverB = PostgresServer.create().start();
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @BeforeEach
    void startProxy() {
        plane = new DataPlane(serverA, serverB);
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    @Test
    void anIdleSessionHasNoProcessUntilItNeedsOne() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET work_mem = '1234kB'");
            int before = pid(statement);
            warm();

            assertThat(renew()).isEqualTo(new Renewed(0, 1, 0));

            await().until(() -> !isRunning(before)); // it has closed everything, and its parent has yet to take note
            assertThat(plane.roster.sessions()).extracting(SessionView::serverPid).containsExactly(0);
            assertThat(pid(statement)).isNotEqualTo(before);
            assertThat(only(statement, "SHOW work_mem")).isEqualTo("1234kB");
            assertThat(only(statement, "SHOW port")).isEqualTo(Integer.toString(serverA.port()));
        }
    }

    @Test
    void aSessionAtWorkGoesOnWithANewProcess() throws Exception {
        try (Connection connection = plane.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT pg_backend_pid(), ?::int")) {
            prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
            statement.execute("SET work_mem = '1234kB'");
            int before = prepared(prepared);
            warm();
            assertThat(prepared(prepared)).isEqualTo(before);

            assertThat(renew()).isEqualTo(new Renewed(1, 0, 0));

            await().until(() -> !isRunning(before)); // it has closed everything, and its parent has yet to take note
            int after = plane.roster.sessions().getFirst().serverPid();
            assertThat(prepared(prepared)).isEqualTo(after).isNotEqualTo(before);
            assertThat(only(statement, "SHOW work_mem")).isEqualTo("1234kB");
        }
    }

    @Test
    void aTransactionIsNotLeftInItsMiddle() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            connection.setAutoCommit(false);
            int before = pid(statement);

            assertThat(renew()).isEqualTo(new Renewed(0, 0, 1));

            assertThat(pid(statement)).isEqualTo(before);
            connection.commit();
            assertThat(pid(statement)).isEqualTo(before);
            connection.commit();
        }
        await().untilAsserted(() -> assertThat(clientsOfA()).isZero());
    }

    @Test
    void aTransactionThatEndsInTimeIsFollowedByANewProcess() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            connection.setAutoCommit(false);
            int before = pid(statement);
            CompletableFuture<Renewed> renewing = plane.gate.renew(LONG).toCompletableFuture();
            await().pollInterval(Duration.ofMillis(1)).until(() -> clientsOfA() == 2); // the new process is there beside the old one

            connection.commit();

            assertThat(renewing.get(60, TimeUnit.SECONDS)).isEqualTo(new Renewed(1, 0, 0));
            assertThat(pid(statement)).isNotEqualTo(before);
            connection.commit();
        }
    }

    @Test
    void whatCannotBeTakenAlongStays() throws Exception {
        try (Connection table = plane.connect(); Connection listener = plane.connect(); Connection lock = plane.connect();
                Statement onTable = table.createStatement(); Statement onListener = listener.createStatement();
                Statement onLock = lock.createStatement()) {
            onTable.execute("CREATE TEMP TABLE kept AS SELECT 7 AS n");
            onListener.execute("LISTEN news");
            onLock.execute("SELECT pg_advisory_lock(42)");
            warm();

            assertThat(renew()).isEqualTo(new Renewed(0, 0, 3));

            assertThat(only(onTable, "SELECT n FROM kept")).isEqualTo("7");
            assertThat(only(onListener, "SELECT pg_listening_channels()")).isEqualTo("news");
            assertThat(only(onLock, "SELECT pg_advisory_unlock(42)")).isEqualTo("t");
        }
    }

    @Test
    void whatOnlyTheServerKnowsIsAskedFirst() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            int before = pid(statement);
            only(statement, "SELECT set_config('work_mem', '2345kB', false)");

            assertThat(renew()).isEqualTo(new Renewed(1, 0, 0));

            assertThat(pid(statement)).isNotEqualTo(before);
            assertThat(only(statement, "SHOW work_mem")).isEqualTo("2345kB");
        }
    }

    @Test
    void aMoveThatIsOffGivesAnIdleSessionAProcessAgain() throws Exception {
        try (Connection _ = plane.connect()) {
            warm();
            assertThat(renew()).isEqualTo(new Renewed(0, 1, 0));
            assertThat(clientsOfA()).isZero();

            plane.gate.cool();

            await().untilAsserted(() -> assertThat(clientsOfA()).isOne());
        }
    }

    @Test
    void anIdleSessionGoesOnWhereTheShardHasMoved() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            renew();
            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            Future<String> held = clients.submit(() -> only(statement, "SHOW port"));
            await().until(() -> plane.gate.snapshot().waiting() == 1);

            plane.moveToB();

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(serverB.port()));
            assertThat(plane.gate.snapshot().state()).isEqualTo(State.OPEN);
        }
    }

    /** Else it would be taken for a client that bypasses the proxy, and stand in the way of the next move. */
    @Test
    void aSessionThatSaysNothingIsKnownWhereTheShardHasMoved() throws Exception {
        try (Connection _ = plane.connect()) {
            warm();
            renew();
            plane.gate.hold("test", LONG).toCompletableFuture().get(5, TimeUnit.SECONDS);
            plane.moveToB();

            assertThat(plane.roster.sessions()).singleElement().satisfies(session -> {
                assertThat(session.node()).isEmpty();
                assertThat(session.spareNode()).isEqualTo(plane.nodeB.name());
                assertThat(isRunning(session.spareServerPid())).isTrue();
            });
        }
    }

    @Test
    void whenTheTimeIsUpEveryProcessIsKept() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            int before = pid(statement);
            warm();

            assertThat(plane.gate.renew(Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(new Renewed(0, 0, 1));

            assertThat(pid(statement)).isEqualTo(before);
        }
    }

    @Test
    void aServerThatIsFullForAMomentIsAskedAgain() throws Exception {
        for (PostgresServer server : List.of(serverA, serverB)) {
            server.execute("CREATE ROLE crowd LOGIN PASSWORD 'of many'");
        }
        try (Connection connection = plane.connect(Map.of("user", "crowd", "password", "of many"));
                Statement statement = connection.createStatement()) {
            warm();
            assertThat(renew()).isEqualTo(new Renewed(0, 1, 0));
            serverA.execute("ALTER ROLE crowd CONNECTION LIMIT 0");
            Future<String> answer = clients.submit(() -> only(statement, "SHOW port"));
            await().until(() -> serverA.log().contains("too many connections for role \"crowd\""));

            serverA.execute("ALTER ROLE crowd CONNECTION LIMIT -1");

            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(serverA.port()));
        }
    }

    private void warm() throws Exception {
        Node target = plane.nodeB;
        plane.gate.warm(target, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private Renewed renew() throws Exception {
        return plane.gate.renew(LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static int prepared(PreparedStatement statement) throws SQLException {
        statement.setInt(1, 1);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int pid(Statement statement) throws SQLException {
        return Integer.parseInt(only(statement, "SELECT pg_backend_pid()"));
    }

    private static boolean isRunning(int pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    private static int clientsOfA() throws SQLException {
        try (Connection connection = serverA.connect(); Statement statement = connection.createStatement()) {
            return Integer.parseInt(only(
                    statement, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"));
        }
    }

    private static String only(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
