package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.PoolView;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Links that are lent for one transaction. Real servers; the test is the control. */
class TransactionPoolIT {

    private static final Duration LONG = Duration.ofSeconds(20);

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

    @BeforeEach
    void startProxy() {
        start(1);
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    private void start(int links) {
        plane = DataPlane.pooling(serverA, serverB.port(), Authentication.TRUST, Pooling.of(PoolMode.TRANSACTION, links));
    }

    @Test
    void oneLinkServesManyClientsAtOnce() throws Exception {
        try (Connection first = plane.connect(); Connection second = plane.connect(); Connection third = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement(); Statement three = third.createStatement()) {
            String pid = pid(one);
            assertThat(pid(two)).isEqualTo(pid);
            assertThat(pid(three)).isEqualTo(pid);
            await().until(() -> pool().lent() == 0 && pool().idle() == 1);
            assertThat(pool().mode()).isEqualTo("transaction");
            assertThat(plane.roster.sessions()).extracting(session -> session.state()).containsOnly("idle");
        }
    }

    @Test
    void aTransactionHasItsLinkForItself() throws Exception {
        try (Connection first = plane.connect(); Connection second = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            String pid = pid(one);
            Future<String> other = clients.submit(() -> pid(two));
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("waiting")));
            first.commit();
            assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(pid);
        }
    }

    @Test
    void eachClientHasItsOwnSettings() throws Exception {
        try (Connection first = plane.connect(); Connection second = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement()) {
            one.execute("SET statement_timeout = '17s'");
            one.execute("SET TimeZone = 'Asia/Tokyo'");
            one.execute("SET app.tenant = 'first'");
            String zone = only(two, "SHOW TimeZone");
            two.execute("SET statement_timeout = '18s'");

            assertThat(only(one, "SHOW statement_timeout")).isEqualTo("17s");
            assertThat(only(one, "SHOW app.tenant")).isEqualTo("first");
            assertThat(first.unwrap(PGConnection.class).getParameterStatus("TimeZone")).isEqualTo("Asia/Tokyo");
            assertThat(only(two, "SHOW statement_timeout")).isEqualTo("18s");
            assertThat(only(two, "SHOW TimeZone")).isEqualTo(zone).isNotEqualTo("Asia/Tokyo");
            assertThat(second.unwrap(PGConnection.class).getParameterStatus("TimeZone")).isEqualTo(zone);
            assertThat(only(two, "SELECT coalesce(current_setting('app.tenant', true), '')")).isEmpty();
        }
    }

    @Test
    void aSettingOfATransactionEndsWithItAndARolledBackOneWasNever() throws Exception {
        try (Connection first = plane.connect(); Connection second = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            one.execute("SET LOCAL lock_timeout = '3s'");
            first.commit();
            one.execute("SET lock_timeout = '4s'");
            first.rollback();
            assertThat(only(two, "SHOW lock_timeout")).isEqualTo("0");
            assertThat(only(one, "SHOW lock_timeout")).isEqualTo("0");
            first.commit();
        }
    }

    @Test
    void eachClientHasItsOwnPreparedStatements() throws Exception {
        Map<String, String> named = Map.of("prepareThreshold", "1");
        try (Connection first = plane.connect(named); Connection second = plane.connect(named);
                PreparedStatement one = first.prepareStatement("SELECT 'first ' || ?::int"); PreparedStatement two = second.prepareStatement("SELECT 'second ' || ?::int")) {
            for (int i = 0; i < 5; i++) {
                one.setInt(1, i);
                two.setInt(1, i);
                assertThat(only(one)).isEqualTo("first " + i);
                assertThat(only(two)).isEqualTo("second " + i);
            }
        }
    }

    @Test
    void whatNoOtherLinkCanBeGivenKeepsTheLinkUntilItIsGone() throws Exception {
        start(2);
        try (Connection first = plane.connect(); Connection second = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement()) {
            one.execute("CREATE TEMP TABLE mine AS SELECT 1 AS n");
            awaitPinned(1);
            assertThat(pid(two)).isNotEqualTo(pid(one));
            one.execute("DROP TABLE mine");
            awaitPinned(0);

            only(one, "SELECT pg_advisory_lock(7)");
            awaitPinned(1);
            assertThat(only(two, "SELECT pg_try_advisory_lock(7)")).isEqualTo("f");
            only(one, "SELECT pg_advisory_unlock(7)");
            awaitPinned(0);
            only(one, "SELECT pg_advisory_xact_lock(7)");
            awaitPinned(0);

            one.execute("LISTEN news");
            awaitPinned(1);
            two.execute("NOTIFY news");
            assertThat(first.unwrap(PGConnection.class).getNotifications(5000)).hasSize(1);
            one.execute("UNLISTEN news");
            awaitPinned(0);

            one.execute("DECLARE c CURSOR WITH HOLD FOR SELECT 5");
            assertThat(only(one, "FETCH c")).isEqualTo("5");
            awaitPinned(1);
            one.execute("CLOSE c");
            awaitPinned(0);

            one.execute("PREPARE by_sql AS SELECT 6");
            assertThat(only(one, "EXECUTE by_sql")).isEqualTo("6");
            assertThatThrownBy(() -> only(two, "EXECUTE by_sql")).hasMessageContaining("does not exist");
            awaitPinned(1);
            one.execute("DISCARD ALL");
            awaitPinned(0);

            one.execute("CREATE TEMP TABLE mine AS SELECT 1 AS n");
        }
        await().until(() -> pool().pinned() == 0 && pool().idle() == 2);
        try (Connection next = plane.connect(); Statement statement = next.createStatement()) {
            assertThat(only(statement, "SELECT count(*) FROM pg_class WHERE relname = 'mine'")).isEqualTo("0");
        }
    }

    @Test
    void anAdvisoryLockOfAPreparedStatementIsSeenEachTimeItIsTaken() throws Exception {
        start(2);
        try (Connection first = plane.connect(Map.of("prepareThreshold", "1")); Connection second = plane.connect();
                PreparedStatement lock = first.prepareStatement("SELECT pg_advisory_lock(?)"); Statement one = first.createStatement();
                Statement two = second.createStatement()) {
            for (int i = 0; i < 3; i++) {
                lock.setInt(1, 9);
                only(lock);
                awaitPinned(1);
                assertThat(only(two, "SELECT pg_try_advisory_lock(9)")).isEqualTo("f");
                only(one, "SELECT pg_advisory_unlock(9)");
                awaitPinned(0);
            }
        }
    }

    @Test
    void aCancelMeetsTheStatementOfItsOwnClientOnly() throws Exception {
        try (Connection first = plane.connect(); Connection second = plane.connect();
                Statement one = first.createStatement(); Statement two = second.createStatement()) {
            Future<String> sleeps = clients.submit(() -> only(one, "SELECT 'slept' FROM pg_sleep(0.3)"));
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("active")));
            second.unwrap(PGConnection.class).cancelQuery();
            assertThat(sleeps.get(5, TimeUnit.SECONDS)).isEqualTo("slept");

            Future<String> cancelled = clients.submit(() -> only(one, "SELECT 'slept' FROM pg_sleep(20)"));
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("active")));
            Future<String> waits = clients.submit(() -> only(two, "SELECT 'mine'"));
            await().until(() -> plane.roster.sessions().stream().anyMatch(session -> session.state().equals("waiting")));
            first.unwrap(PGConnection.class).cancelQuery();
            assertThatThrownBy(() -> cancelled.get(5, TimeUnit.SECONDS)).hasMessageContaining("canceling statement due to user request");
            assertThat(waits.get(5, TimeUnit.SECONDS)).isEqualTo("mine");
        }
    }

    @Test
    void whoLeavesInTheMiddleOfATransactionTakesTheLinkAlong() throws Exception {
        String pid;
        try (Connection first = plane.connect(); Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            pid = pid(statement);
            first.abort(Runnable::run);
        }
        try (Connection second = plane.connect(); Statement statement = second.createStatement()) {
            assertThat(pid(statement)).isNotEqualTo(pid);
        }
    }

    @Test
    void afterAMoveTransactionsGoToTheNewServerAndTheSessionsKeepWhatTheyHad() throws Exception {
        start(2);
        Map<String, String> named = Map.of("prepareThreshold", "1");
        try (Connection first = plane.connect(named); Connection second = plane.connect(named);
                Statement one = first.createStatement(); Statement two = second.createStatement();
                PreparedStatement prepared = first.prepareStatement("SELECT current_setting('port') || ?")) {
            one.execute("SET statement_timeout = '21s'");
            prepared.setString(1, "!");
            assertThat(only(prepared)).isEqualTo(serverA.port() + "!");
            second.setAutoCommit(false);
            assertThat(port(two)).isEqualTo(serverA.port());

            plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(5, TimeUnit.SECONDS);
            Future<Void> drained = clients.submit(() -> plane.gate.hold("test", LONG).toCompletableFuture().get());
            await().until(() -> plane.gate.snapshot().inside() == 1);
            Future<String> held = clients.submit(() -> only(prepared));
            await().until(() -> plane.gate.snapshot().waiting() == 1);
            assertThat(port(two)).isEqualTo(serverA.port());
            second.commit();
            drained.get(5, TimeUnit.SECONDS);
            plane.moveToB();

            assertThat(held.get(5, TimeUnit.SECONDS)).isEqualTo(serverB.port() + "!");
            assertThat(only(one, "SHOW statement_timeout")).isEqualTo("21s");
            assertThat(port(two)).isEqualTo(serverB.port());
            assertThat(only(two, "SHOW statement_timeout")).isEqualTo("0");
            second.commit();
        }
        await().until(() -> pool().processes().stream().allMatch(process -> process.node().equals("node_b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void pgbenchRunsWithManyClientsOnFewLinks(String mode) throws Exception {
        start(4);
        run("pgbench", "-i", "-q", "-s", "1");

        String output = run("pgbench", "-n", "-M", mode, "-c", "16", "-j", "16", "-t", "15");

        assertThat(output).contains("number of transactions actually processed: 240/240").contains("number of failed transactions: 0");
        assertThat(pool().processes()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void psqlSeesWhatItSeesDirectly() throws Exception {
        start(2);
        String[] command = {"psql", "-X", "-c", "SET work_mem = '7MB'; SHOW work_mem", "-c", "SELECT 1/0", "-c", "\\d pg_class", "-c", "SHOW work_mem",
            "-c", "BEGIN; CREATE TEMP TABLE t AS SELECT 5 AS n; COMMIT", "-c", "SELECT n FROM t", "-c", "SELECT 1; SELECT current_user"};

        assertThat(run(command)).isEqualTo(runAt(serverA.port(), command)).contains("division by zero");
    }

    private String run(String... command) throws Exception {
        return runAt(plane.port(), command);
    }

    private static String runAt(int port, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PGHOST", "127.0.0.1", "PGPORT", String.valueOf(port), "PGUSER", PostgresServer.SUPERUSER,
                "PGDATABASE", "postgres", "PGSSLMODE", "disable"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** The server is asked when the client has its answer. */
    private void awaitPinned(int links) {
        await().until(() -> pool().pinned() == links && pool().lent() == links);
    }

    private PoolView pool() {
        return plane.pools.pools().getFirst();
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

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
