package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.gate.Warmth;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;

/** What sessions live through when the gate closes and opens towards another server. Real servers, copies of one cluster; the test is the control. */
class MovesIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().start();
        serverB = PostgresServer.create().start();
        for (PostgresServer server : new PostgresServer[] {serverA, serverB}) {
            server.execute("CREATE TABLE written (n int)");
            server.execute("CREATE ROLE reader; CREATE SCHEMA other; CREATE TABLE other.place AS SELECT " + server.port() + " AS port");
        }
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @BeforeEach
    void startProxy() {
        if (!serverA.running()) {
            serverA.start();
        }
        plane = new DataPlane(serverA, serverB);
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    @Test
    void aHeldStatementRunsOnTheServerThatIsRightAfterTheRelease() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            assertThat(port(statement)).isEqualTo(serverA.port());
            hold();

            Future<Integer> held = clients.submit(() -> port(statement));
            awaitWaiting(1);
            assertThat(plane.gate.snapshot().waitingBytes()).isPositive();
            plane.moveToB();

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(serverB.port());
            assertThat(plane.gate.snapshot().waitingBytes()).isZero();
        }
    }

    @Test
    void aReleaseToTheOldServerKeepsTheLink() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            String pid = only(statement, "SELECT pg_backend_pid()");
            hold();
            Future<String> held = clients.submit(() -> only(statement, "SELECT pg_backend_pid()"));
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(pid);
        }
    }

    @Test
    void aTransactionUnderWayRunsToItsEndInTheHold() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO written VALUES (1)");
            Future<Void> drained = clients.submit(() -> plane.gate.hold("test", LONG).toCompletableFuture().get());
            await().until(() -> plane.gate.snapshot().state() == State.HOLDING);

            statement.execute("INSERT INTO written VALUES (2)");
            assertThat(drained.isDone()).isFalse();
            connection.commit();

            drained.get(60, TimeUnit.SECONDS);
            plane.moveToB();
            assertThat(port(statement)).isEqualTo(serverB.port());
        }
        assertThat(written(serverA, "n IN (1, 2)")).isEqualTo(2);
    }

    @Test
    void noticesOfATransactionThatGoesOnInTheHoldArriveAtOnce() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO written VALUES (3)");
            Future<Void> drained = clients.submit(() -> plane.gate.hold("test", LONG).toCompletableFuture().get());
            await().until(() -> plane.gate.snapshot().state() == State.HOLDING);

            statement.execute("DO $$ BEGIN RAISE NOTICE 'in the hold'; END $$");

            assertThat(statement.getWarnings().getMessage()).isEqualTo("in the hold");
            connection.commit();
            drained.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void notificationsReachASessionWhoseStatementIsHeld() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient listening = new RawClient(socket);
            listening.logIn();
            listening.query("LISTEN news");
            listening.awaitReady();
            hold();
            listening.query("INSERT INTO written VALUES (4)");
            awaitWaiting(1);

            serverA.execute("NOTIFY news, 'while it waits'");

            assertThat(listening.hear()).startsWith("A").contains("while it waits");
            assertThat(plane.gate.snapshot().waiting()).isEqualTo(1);
            plane.releaseAndSettle();
            assertThat(listening.awaitReady()).contains("INSERT 0 1");
        }
    }

    @Test
    void settingsAndPreparedStatementsGoAlong() throws Exception {
        try (Connection connection = plane.connect(Map.of("prepareThreshold", "1")); Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '17s'");
            statement.execute("SET app.tenant = 'Ünïcode ''tenant'''");
            only(statement, "SELECT set_config('app.other', 'by function', false)");
            statement.execute("SET search_path = other, pg_catalog");
            statement.execute("PREPARE by_sql(int) AS SELECT $1 * 2");
            connection.setAutoCommit(false);
            statement.execute("SET lock_timeout = '5s'");
            connection.rollback();
            statement.execute("SET LOCAL idle_session_timeout = '50s'");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("SET ROLE reader");
            try (PreparedStatement named = connection.prepareStatement("SELECT ?::int + current_setting('port')::int")) {
                named.setInt(1, 1);
                assertThat(only(named)).isEqualTo(Integer.toString(serverA.port() + 1));
                move();

                assertThat(only(named)).isEqualTo(Integer.toString(serverB.port() + 1));
            }
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("17s");
            assertThat(only(statement, "SHOW app.tenant")).isEqualTo("Ünïcode 'tenant'");
            assertThat(only(statement, "SHOW app.other")).isEqualTo("by function");
            assertThat(only(statement, "SHOW search_path")).isEqualTo("other, pg_catalog");
            assertThat(only(statement, "SHOW lock_timeout")).isEqualTo("0");
            assertThat(only(statement, "SHOW idle_session_timeout")).isEqualTo("0");
            assertThat(only(statement, "SELECT current_user")).isEqualTo("reader");
            assertThat(only(statement, "EXECUTE by_sql(21)")).isEqualTo("42");
            assertThatThrownBy(() -> only(statement, "SELECT port FROM place")).hasMessageContaining("does not exist");
            statement.execute("RESET ROLE");
            assertThat(only(statement, "SELECT port FROM place")).isEqualTo(Integer.toString(serverB.port()));
        }
    }

    @Test
    void aSpareLinkIsUsedAndKnowsTheSession() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '19s'");
            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            int spare = plane.roster.sessions().getFirst().spareServerPid();
            assertThat(warmth).isEqualTo(new Warmth(1, 0, "", List.of()));
            assertThat(spare).isPositive();

            move();

            assertThat(only(statement, "SELECT pg_backend_pid()")).isEqualTo(Integer.toString(spare));
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("19s");
        }
    }

    @Test
    void aSpareLinkLearnsWhatHappenedSinceItWasWarmed() throws Exception {
        try (Connection connection = plane.connect(Map.of("prepareThreshold", "1", "preparedStatementCacheQueries", "0"));
                Statement statement = connection.createStatement();
                PreparedStatement kept = connection.prepareStatement("SELECT ?::int + 1")) {
            kept.setInt(1, 1);
            only(kept);
            PreparedStatement closed = connection.prepareStatement("SELECT ?::int + 2");
            closed.setInt(1, 1);
            only(closed);
            plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            String spare = Integer.toString(plane.roster.sessions().getFirst().spareServerPid());
            closed.close();
            try (PreparedStatement fresh = connection.prepareStatement("SELECT ?::int + 3")) {
                fresh.setInt(1, 1);
                only(fresh);
                move();
                assertThat(only(fresh)).isEqualTo("4");
            }
            assertThat(only(kept)).isEqualTo("2");
            assertThat(only(statement, "SELECT pg_backend_pid()")).isEqualTo(spare);

            plane.gate.warm(plane.nodeA, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            spare = Integer.toString(plane.roster.sessions().getFirst().spareServerPid());
            statement.execute("SET statement_timeout = '23s'");
            hold();
            plane.gate.release(plane.gate.route().movedTo(plane.nodeA));

            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("23s");
            assertThat(only(kept)).isEqualTo("2");
            assertThat(only(statement, "SELECT pg_backend_pid()")).isEqualTo(spare);
        }
    }

    @Test
    void aSpareLinkThatTheTargetEndsIsOpenedAgain() throws Exception {
        try (ShyServer shy = new ShyServer(serverB.port(), 3);
                DataPlane front = new DataPlane(serverA, shy.port(), Authentication.SCRAM_SHA_256);
                Connection connection = front.connect()) {
            assertThat(connection.isValid(5)).isTrue();

            Warmth warmth = front.gate.warm(front.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(warmth).isEqualTo(new Warmth(1, 0, "", List.of()));
        }
    }

    @Test
    void aTargetThatTakesNoLoginIsNamed() throws Exception {
        try (ShyServer shy = new ShyServer(serverB.port(), Integer.MAX_VALUE);
                DataPlane front = new DataPlane(serverA, shy.port(), Authentication.SCRAM_SHA_256);
                Connection connection = front.connect()) {
            assertThat(connection.isValid(5)).isTrue();

            Warmth warmth = front.gate.warm(front.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(warmth.cold()).isEqualTo(1);
            assertThat(warmth.firstFailure()).contains("server node_b cannot be reached");
        }
    }

    @Test
    void anIdleSessionOutlivesItsServer() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '21s'");
            hold();
            serverA.stop(StopMode.FAST);
            await().until(() -> plane.roster.sessions().getFirst().state().equals("unlinked"));

            plane.moveToB();

            assertThat(port(statement)).isEqualTo(serverB.port());
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("21s");
        }
    }

    @Test
    void afterAnUndoneMoveSessionsGoOnAtTheRestartedServer() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");
            hold();
            serverA.stop(StopMode.FAST);
            Future<Integer> held = clients.submit(() -> port(statement));
            awaitWaiting(1);
            serverA.start();

            plane.gate.release(plane.gate.route());

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(serverA.port());
        }
    }

    @Test
    void aHeldStatementIsCancelledAtOnceAndNeverRuns() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");
            hold();
            Future<Boolean> held = clients.submit(() -> statement.execute("INSERT INTO written VALUES (30)"));
            awaitWaiting(1);

            statement.cancel();

            assertThatThrownBy(() -> held.get(60, TimeUnit.SECONDS)).cause().satisfies(state("57014"));
            plane.moveToB();
            assertThat(port(statement)).isEqualTo(serverB.port());
        }
        assertThat(written(serverA, "n = 30") + written(serverB, "n = 30")).isZero();
    }

    @Test
    void theStatementOfAClientThatLeavesWhileHeldNeverRuns() throws Exception {
        Connection leaving = plane.connect();
        Statement statement = leaving.createStatement();
        only(statement, "SELECT 1");
        hold();
        Future<Boolean> held = clients.submit(() -> statement.execute("INSERT INTO written VALUES (40)"));
        awaitWaiting(1);

        leaving.abort(Runnable::run);

        awaitWaiting(0);
        assertThatThrownBy(() -> held.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        plane.moveToB();
        try (Connection other = plane.connect(); Statement look = other.createStatement()) {
            assertThat(only(look, "SELECT count(*) FROM written WHERE n = 40")).isEqualTo("0");
        }
        assertThat(written(serverA, "n = 40")).isZero();
    }

    @Test
    void pastTheDeadlineWithoutAPrimaryTheStatementIsRefusedAndTheSessionStays() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");
            plane.holdAndSettle(Duration.ofMillis(300));

            assertThatThrownBy(() -> statement.execute("INSERT INTO written VALUES (50)")).satisfies(state("40001"));

            assertThat(plane.gate.snapshot().state()).isEqualTo(State.REFUSING);
            assertThatThrownBy(() -> statement.execute("INSERT INTO written VALUES (50)")).satisfies(state("40001"));
            assertThatThrownBy(() -> plane.connect()).satisfies(state("57P03"));
            plane.releaseAndSettle();
            assertThat(only(statement, "SELECT count(*) FROM written WHERE n = 50")).isEqualTo("0");
        }
    }

    @Test
    void pastTheDeadlineAProvedPrimaryTakesTheWaitingSessions() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");
            plane.proof = Optional.of(plane.gate.route());
            plane.holdAndSettle(Duration.ofMillis(300));

            assertThat(port(statement)).isEqualTo(serverA.port());

            assertThat(plane.gate.snapshot().state()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void aTransactionThatIsOpenAtTheDeadlineGoesOnAndTheHoldFails() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO written VALUES (60)");
            plane.proof = Optional.of(plane.gate.route());

            assertThatThrownBy(() -> plane.gate.hold("test", Duration.ofMillis(300)).toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("the hold of test passed its deadline, and node_a is the primary");

            connection.commit();
        }
        assertThat(written(serverA, "n = 60")).isEqualTo(1);
    }

    @Test
    void aLoginInTheHoldWaitsAndEndsAtTheRightServer() throws Exception {
        hold();
        Future<Integer> arriving = clients.submit(() -> {
            try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
                return port(statement);
            }
        });
        awaitWaiting(1);

        plane.moveToB();

        assertThat(arriving.get(60, TimeUnit.SECONDS)).isEqualTo(serverB.port());
    }

    @Test
    void aSessionThatCannotFollowIsNamedBeforehandAndAskedToReconnect() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE mine (n int)");

            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(warmth.unmovable()).singleElement().asString().contains("temporary table");

            hold();
            serverA.stop(StopMode.FAST);
            await().until(() -> plane.roster.sessions().isEmpty());
            assertThatThrownBy(() -> statement.execute("SELECT * FROM mine")).satisfies(state("57P01"));
        }
    }

    @Test
    void aSessionThatListensIsEndedByDefault() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("LISTEN news");

            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(warmth.unmovable()).isEmpty();
            assertThat(warmth.ending()).singleElement().asString().contains("listens");

            hold();
            serverA.stop(StopMode.FAST);
            await().until(() -> plane.roster.sessions().isEmpty());
            assertThatThrownBy(() -> statement.execute("SELECT 1")).satisfies(state("57P01"));
        }
    }

    /** The notification is sent when the new server takes writes and the gate is still closed, which nobody can do earlier. */
    @Test
    void aSessionThatListensHearsWhatIsNotifiedOnTheNewServerFromTheFirstOn() throws Exception {
        MovePolicies relisten = new MovePolicies(MovePolicies.Unmovable.REFUSE, MovePolicies.Transactions.ABORT, MovePolicies.Listeners.RELISTEN);
        try (DataPlane front = new DataPlane(serverA, serverB, relisten);
                Connection connection = front.connect();
                Connection other = front.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN news; LISTEN \"the \"\"Ünïcode\"\" channel\"");
            assertThat(front.gate.warm(front.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(new Warmth(2, 0, "", List.of()));
            front.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            front.gate.relisten(front.nodeB).toCompletableFuture().get(60, TimeUnit.SECONDS);
            serverB.execute("NOTIFY news, 'early'; NOTIFY \"the \"\"Ünïcode\"\" channel\", 'early, too'");
            front.moveToB();

            assertThat(notifications(connection, 2)).containsExactly("news: early", "the \"Ünïcode\" channel: early, too");
            other.createStatement().execute("NOTIFY news, 'later'");
            assertThat(notifications(connection, 1)).containsExactly("news: later");
            assertThat(port(statement)).isEqualTo(serverB.port());
        }
    }

    /** Of one that sends nothing itself. */
    private static List<String> notifications(Connection connection, int count) throws SQLException {
        List<String> heard = new ArrayList<>();
        PGConnection listening = connection.unwrap(PGConnection.class);
        await().pollDelay(Duration.ZERO).until(() -> {
            for (PGNotification each : listening.getNotifications(100)) {
                heard.add(each.getName() + ": " + each.getParameter());
            }
            return heard.size() >= count;
        });
        return heard;
    }

    @Test
    void aSessionThatCannotFollowIsEndedWhereThePoliciesSaySo() throws Exception {
        MovePolicies terminate = new MovePolicies(MovePolicies.Unmovable.TERMINATE, MovePolicies.Transactions.ABORT, MovePolicies.Listeners.TERMINATE);
        try (DataPlane front = new DataPlane(serverA, serverB, terminate);
                Connection idle = front.connect();
                Connection working = front.connect();
                Statement held = idle.createStatement();
                Statement statement = working.createStatement()) {
            held.execute("SELECT pg_advisory_lock(5)");
            Warmth warmth = front.gate.warm(front.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(warmth.unmovable()).isEmpty();
            assertThat(warmth.ending()).anySatisfy(line -> assertThat(line).contains("advisory lock"));
            working.setAutoCommit(false);
            statement.execute("CREATE TEMP TABLE mine (n int)");
            CompletableFuture<Void> drained = front.gate.hold("test", LONG).toCompletableFuture();

            statement.execute("INSERT INTO written VALUES (80)");
            working.commit();

            drained.get(60, TimeUnit.SECONDS);
            front.moveToB();
            assertThatThrownBy(() -> held.execute("SELECT 1")).satisfies(state("57P01"));
            assertThatThrownBy(() -> statement.execute("SELECT * FROM mine")).satisfies(state("57P01"));
        }
        assertThat(written(serverA, "n = 80")).isEqualTo(1);
    }

    @Test
    void aStatementPreparedAmongOthersIsNotRunAgainWithThem() throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", "simple")); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO written VALUES (70); PREPARE among AS SELECT 1");

            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(warmth.unmovable()).singleElement().asString().contains("prepared statement that came in a query with others");
        }
    }

    /** Without spare links, so that all of them have to log in; and somebody who wants to look at the server gets in at any time. */
    @Test
    void releasedSessionsLogInAFewAtATimeAndNobodyIsTurnedAway() throws Exception {
        List<Connection> crowd = new ArrayList<>();
        try (LoginCounter door = new LoginCounter(serverB.port()); DataPlane front = new DataPlane(serverA, door.port(), Authentication.SCRAM_SHA_256)) {
            for (int i = 0; i < DataPlane.MAX_WAITING; i++) {
                crowd.add(front.connect());
            }
            front.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            List<Future<Integer>> held = new ArrayList<>();
            for (Connection each : crowd) {
                held.add(clients.submit(() -> port(each.createStatement())));
            }
            await().until(() -> front.gate.snapshot().waiting() == DataPlane.MAX_WAITING);

            front.moveToB();

            try (Connection look = serverB.connect()) {
                assertThat(look.isValid(5)).isTrue();
            }
            for (Future<Integer> each : held) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(serverB.port());
            }
            assertThat(door.logins()).isEqualTo(DataPlane.MAX_WAITING);
            assertThat(door.mostAtOnce()).isEqualTo(DataPlane.LOGINS_AT_ONCE);
        } finally {
            for (Connection each : crowd) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TEMP TABLE mine (n int) | temporary table
            SELECT pg_advisory_lock(6) | advisory lock
            DECLARE kept CURSOR WITH HOLD FOR SELECT 1 | cursor WITH HOLD
            """)
    void whatNoOtherServerCanBeGivenIsNamed(String sql, String named) throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);

            Warmth warmth = plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(warmth.unmovable()).singleElement().asString().contains(named);
            assertThat(plane.roster.sessions().getFirst().luggage().reason()).contains(named);
        }
    }

    @Test
    void tooManyWaitingSessionsAreRefusedOneByOne() throws Exception {
        Connection[] connections = new Connection[DataPlane.MAX_WAITING + 1];
        try {
            for (int i = 0; i < connections.length; i++) {
                connections[i] = plane.connect();
            }
            hold();
            for (int i = 0; i < DataPlane.MAX_WAITING; i++) {
                Connection one = connections[i];
                clients.submit((Callable<Integer>) () -> port(one.createStatement()));
            }
            awaitWaiting(DataPlane.MAX_WAITING);

            assertThatThrownBy(() -> port(connections[DataPlane.MAX_WAITING].createStatement())).satisfies(state("53300"));

            plane.releaseAndSettle();
            assertThat(port(connections[DataPlane.MAX_WAITING].createStatement())).isEqualTo(serverA.port());
        } finally {
            for (Connection connection : connections) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    @Test
    void aServerThatCrashesOutsideOfAMoveIsTheClientsToSee() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");

            serverA.stop(StopMode.FAST);

            assertThatThrownBy(() -> only(statement, "SELECT 1")).satisfies(state("57P01"));
        }
        assertThatThrownBy(() -> DriverManager.getConnection(plane.url("postgres"), "postgres", PostgresServer.PASSWORD))
                .satisfies(state("57P03"));
    }

    private void hold() throws Exception {
        plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void move() throws Exception {
        hold();
        plane.moveToB();
    }

    private void awaitWaiting(int sessions) {
        await().until(() -> plane.gate.snapshot().waiting() == sessions);
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

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static int written(PostgresServer server, String condition) throws SQLException {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            return Integer.parseInt(only(statement, "SELECT count(*) FROM written WHERE " + condition));
        }
    }

    private static Consumer<Throwable> state(String expected) {
        return thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(expected);
    }
}
