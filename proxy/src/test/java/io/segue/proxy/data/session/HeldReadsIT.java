package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.testing.PostgresServer;
import java.io.StringWriter;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * Reads in a hold: they go on, on a real standby, and show what a direct connection would. The test is the control; every hold is undone,
 * so that the two servers stay what they are.
 */
class HeldReadsIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static PostgresServer primary;
    private static PostgresServer standby;
    private static ReadCatalog catalog;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void startServers() throws Exception {
        primary = PostgresServer.create().start();
        primary.execute(
                """
                CREATE TABLE written (n int);
                CREATE TABLE numbers AS SELECT generate_series(1, 1000) AS n;
                CREATE SEQUENCE counter;
                CREATE FUNCTION writes(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (n); RETURN n; END';
                CREATE FUNCTION writes_late(n int) RETURNS int LANGUAGE plpgsql
                  AS 'BEGIN IF n = 3 THEN INSERT INTO written VALUES (n); END IF; RETURN n; END';
                CREATE PROCEDURE work() LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (100); END';
                """);
        RealCatalog.openTo(primary);
        standby = PostgresServer.standbyOf(primary).configure("max_standby_streaming_delay = 100ms").start();
        catalog = RealCatalog.of(primary);
    }

    @AfterAll
    static void stopServers() {
        standby.close();
        primary.close();
    }

    @BeforeEach
    void startProxy() {
        primary.execute("TRUNCATE written");
        plane = new DataPlane(primary, standby);
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"simple, 0", "extended, 5", "extended, 1", "extendedForPrepared, 5", "extendedCacheEverything, 1"})
    void readsGoOnWhileAWriteWaits(String mode, String threshold) throws Exception {
        try (Connection reading = plane.connect(Map.of("preferQueryMode", mode, "prepareThreshold", threshold));
                Connection writing = plane.connect();
                Statement read = reading.createStatement();
                PreparedStatement prepared = reading.prepareStatement("SELECT current_setting('port')::int + count(*) FROM numbers WHERE n <= ?")) {
            only(read, "SELECT 1");
            read(prepared, 3);
            holdWithReads(writing);
            Future<Boolean> held = clients.submit(() -> writing.createStatement().execute("INSERT INTO written VALUES (1)"));
            awaitWaiting(1);

            for (int i = 0; i < 20; i++) {
                assertThat(read(prepared, i)).isEqualTo(standby.port() + i);
                assertThat(only(read, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
            }

            assertThat(held.isDone()).isFalse();
            plane.gate.release(plane.gate.route());
            assertThat(held.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(only(read, "SELECT current_setting('port')")).isEqualTo(Integer.toString(primary.port()));
            assertThat(read(prepared, 7)).isEqualTo(primary.port() + 7);
        }
        assertThat(written("n = 1")).isEqualTo(1);
        assertThat(plane.registry.counter("segue.standby.reads", "shard", "main", "result", "answered").count()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void aReadWaitsUntilTheStandbyIsProvedToShowWhatWasWrittenBeforeIt() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            hold();
            Future<String> held = clients.submit(() -> only(statement, "SELECT current_setting('port')"));
            awaitWaiting(1);
            assertThat(plane.gate.snapshot().reading()).isZero();

            plane.gate.admitReads(System.nanoTime());

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(standby.port()));
        }
    }

    @Test
    void aReadThatIsNotAdmittedGoesOnWithTheRelease() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            warm();
            hold();
            Future<String> held = clients.submit(() -> only(statement, "SELECT current_setting('port')"));
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(primary.port()));
        }
    }

    @Test
    void aLoginIsCompletedOnTheStandbyAndReadsThereAndWritesAfterTheRelease() throws Exception {
        try (Connection other = plane.connect()) {
            holdWithReads(other);
            // Without that the driver sends a SET of its own behind the login.
            try (Connection connection = plane.connect(Map.of("assumeMinServerVersion", "15")); Statement statement = connection.createStatement()) {
                assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
                Future<Boolean> held = clients.submit(() -> statement.execute("INSERT INTO written VALUES (70)"));
                awaitWaiting(1);

                plane.releaseAndSettle();

                assertThat(held.get(60, TimeUnit.SECONDS)).isFalse();
                assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(primary.port()));
            }
        }
        assertThat(written("n = 70")).isEqualTo(1);
    }

    /** The standby does not know the role yet; the primary does. */
    @Test
    void aLoginThatTheStandbyRefusesWaitsForTheRelease() throws Exception {
        standby.execute("SELECT pg_wal_replay_pause()");
        try (Connection other = plane.connect()) {
            primary.execute("CREATE ROLE newcomer LOGIN SUPERUSER PASSWORD 'new'");
            hold(catalog);
            Future<Connection> arriving = clients.submit(() -> plane.connect(Map.of("user", "newcomer", "password", "new")));
            awaitWaiting(1);

            plane.releaseAndSettle();

            try (Connection connection = arriving.get(60, TimeUnit.SECONDS)) {
                assertThat(only(connection.createStatement(), "SELECT current_user")).isEqualTo("newcomer");
            }
            assertThat(other.isValid(5)).isTrue();
        } finally {
            standby.execute("SELECT pg_wal_replay_resume()");
            primary.execute("DROP ROLE newcomer");
        }
    }

    @Test
    void aSessionSeesWhatItHasWritten() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            for (int round = 1; round <= 10; round++) {
                statement.execute("INSERT INTO written VALUES (" + round + ")");
                holdWithReads(connection);
                assertThat(only(statement, "SELECT count(*) || ' ' || current_setting('port') FROM written")).isEqualTo(round + " " + standby.port());
                plane.releaseAndSettle();
            }
        }
    }

    /** Each of them would do something on the standby, or be refused there; nobody is told, and it is done once, where it belongs. */
    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT writes(1)", "SELECT writes(n) FROM numbers WHERE n = 1", "WITH w AS (INSERT INTO written VALUES (1) RETURNING n) SELECT * FROM w",
        "SELECT nextval('counter') FROM writes(1)", "SELECT n FROM writes(1) AS n FOR UPDATE", "SELECT pg_advisory_xact_lock(1), writes(1)",
        "SELECT \"writes\"(1)", "SELECT public . writes /* x */ (1)", "EXPLAIN ANALYZE SELECT writes(1)", "SELECT 1; SELECT writes(1)",
        "VALUES (writes(1))", "SELECT * FROM numbers WHERE n = writes(1) LIMIT 1", "DO 'BEGIN PERFORM writes(1); END'", "EXECUTE prepared_write"})
    void whatMayWriteRunsOnceOnThePrimary(String sql) throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("PREPARE prepared_write AS INSERT INTO written VALUES (1)");
            holdWithReads(connection);
            Future<Boolean> held = clients.submit(() -> statement.execute(sql));
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            held.get(60, TimeUnit.SECONDS);
        }
        assertThat(written("n = 1")).isEqualTo(sql.contains("LIMIT") ? 1000 - 999 : 1);
    }

    /** The catalog was wrong, or has changed: then the standby itself is the judge, and its verdict is not shown. */
    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT writes(3)", "SELECT writes_late(n) FROM numbers WHERE n <= 5 ORDER BY n", "SELECT nextval('counter') FROM writes(3)",
        "SELECT pg_current_wal_lsn() FROM writes_late(3)", "SELECT lo_create(0) FROM writes_late(3)", "SELECT txid_current() FROM writes_late(3)"})
    void aRefusalOfTheStandbyIsNotShown(String sql) throws Exception {
        Set<String> tooMany = new HashSet<>(catalog.harmlessCalls());
        tooMany.addAll(Set.of("writes", "writes_late", "nextval", "pg_current_wal_lsn", "lo_create", "txid_current"));
        ReadCatalog wrong = new ReadCatalog(tooMany, Set.of(), Set.of());
        for (String mode : List.of("simple", "extended")) {
            primary.execute("TRUNCATE written");
            try (Connection connection = plane.connect(Map.of("preferQueryMode", mode, "prepareThreshold", "1"));
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                only(connection.createStatement(), "SELECT 1");
                warm();
                hold(wrong);
                plane.gate.admitAllReads();
                Future<Integer> held = clients.submit(() -> rows(statement));
                awaitWaiting(1);

                plane.gate.release(plane.gate.route());

                assertThat(held.get(60, TimeUnit.SECONDS)).isPositive();
                assertThat(written("n = 3")).isEqualTo(1);
                statement.execute();
            }
        }
        assertThat(plane.registry.counter("segue.standby.reads", "shard", "main", "result", "came_back").count()).isEqualTo(2);
    }

    @Test
    void anErrorIsThePrimarysToShow() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            Future<String> failing = clients.submit(() -> only(statement, "SELECT 1/0"));
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            assertThatThrownBy(() -> failing.get(60, TimeUnit.SECONDS)).cause().satisfies(state("22012"));
            assertThat(only(statement, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void longAnswersComeWhole() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            statement.setFetchSize(0);

            assertThat(rows(connection.prepareStatement("SELECT g, repeat('x', 100) FROM generate_series(1, 50000) g"))).isEqualTo(50_000);
            StringWriter copied = new StringWriter();
            long copiedRows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY numbers TO STDOUT", copied);

            assertThat(copiedRows).isEqualTo(1000);
            assertThat(copied.toString()).startsWith("1\n2\n").endsWith("1000\n");
            assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
        }
    }

    @Test
    void aReadThatComesInPiecesIsOneAndATooLongOneWaits() throws Exception {
        String longList = "SELECT current_setting('port') WHERE 1 IN (" + list(12_000) + ")";
        String tooLong = "SELECT current_setting('port') WHERE 1 IN (" + list(20_000) + ")";
        assertThat(longList.length()).isBetween(40_000, ReadUnit.MAX_BYTES - 100);
        assertThat(tooLong.length()).isGreaterThan(ReadUnit.MAX_BYTES);
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            only(statement, "SELECT 1");
            holdWithReads(connection);

            assertThat(only(statement, longList)).isEqualTo(Integer.toString(standby.port()));

            Future<String> held = clients.submit(() -> only(statement, tooLong));
            awaitWaiting(1);
            plane.gate.release(plane.gate.route());
            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(primary.port()));
        }
    }

    @Test
    void aReadOnTheStandbyIsShownAndCanBeCancelled() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            Future<String> sleeping = clients.submit(() -> only(statement, "SELECT pg_sleep(60)"));
            awaitReading(1);
            assertThat(plane.roster.sessions().getFirst().state()).isEqualTo("reading on standby");
            assertThat(plane.roster.sessions().getFirst().node()).isEqualTo("node_b");
            await().until(() -> standby.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active'").equals("1"));

            statement.cancel();

            assertThatThrownBy(() -> sleeping.get(60, TimeUnit.SECONDS)).cause().satisfies(state("57014"));
            assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
        }
    }

    @Test
    void whatReplayEndsOnTheStandbyRunsOnThePrimary() throws Exception {
        primary.execute("CREATE TABLE in_the_way AS SELECT 1 AS n");
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            Future<String> reading = clients.submit(() -> only(statement, "SELECT count(*) FROM in_the_way, pg_sleep(60)"));
            await().until(() -> standby.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%in_the_way, pg%' AND state = 'active'"
                    + " AND pid <> pg_backend_pid()").equals("1"));
            primary.execute("DROP TABLE in_the_way; CREATE TABLE in_the_way AS SELECT 1 AS n");
            awaitWaiting(1);

            // The wait would be a minute once more.
            statement.cancel();

            assertThatThrownBy(() -> reading.get(60, TimeUnit.SECONDS)).cause().satisfies(state("57014"));
        }
    }

    @Test
    void whatTheStandbyTerminatesRunsOnThePrimary() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            Future<String> reading = clients.submit(() -> only(
                    statement, "SELECT current_setting('port') FROM pg_sleep(CASE current_setting('port') WHEN '" + standby.port() + "' THEN 60 ELSE 0 END)"));
            awaitReading(1);
            int pid = plane.roster.sessions().getFirst().serverPid();
            standby.psql("-c", "SELECT pg_terminate_backend(" + pid + ")");
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            assertThat(reading.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(primary.port()));
        }
    }

    @Test
    void theLinkThatWasLeftIsTakenUpAgainWithWhatWasPreparedMeanwhile() throws Exception {
        try (Connection connection = plane.connect(Map.of("prepareThreshold", "1")); Statement statement = connection.createStatement()) {
            String home = only(statement, "SELECT pg_backend_pid()");
            holdWithReads(connection);
            try (PreparedStatement fresh = connection.prepareStatement("SELECT 40 + ?")) {
                assertThat(read(fresh, 1)).isEqualTo(41);

                plane.releaseAndSettle();

                assertThat(read(fresh, 2)).isEqualTo(42);
            }
            assertThat(only(statement, "SELECT pg_backend_pid()")).isEqualTo(home);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "extendedForPrepared"})
    void aTransactionThatSaysThatItOnlyReadsGoesOnToItsEnd(String mode) throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", mode)); Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            holdWithReads(connection);
            for (int round = 0; round < 3; round++) {
                assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
                assertThat(plane.gate.snapshot().reading()).isEqualTo(1);
                assertThatThrownBy(() -> statement.execute("INSERT INTO written VALUES (9)")).satisfies(state("25006"));
                connection.rollback();
                assertThat(only(statement, "SELECT count(*) FROM numbers")).isEqualTo("1000");
                connection.commit();
                awaitReading(0);
            }
            assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));

            plane.releaseAndSettle();

            assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(standby.port()));
            connection.commit();
            awaitReading(0);
            assertThat(only(statement, "SELECT current_setting('port')")).isEqualTo(Integer.toString(primary.port()));
            connection.commit();
            connection.setReadOnly(false);
            statement.execute("INSERT INTO written VALUES (9)");
            connection.commit();
        }
        assertThat(written("n = 9")).isEqualTo(1);
    }

    /** The driver sends the end of one transaction and the begin of the next in one go: on the standby they must not stay together. */
    @Test
    void whatIsPipelinedBehindSuchATransactionRunsWhereItBelongs() throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", "simple")); Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = new RawClient(socket);
            client.logIn();
            holdWithReads(connection);
            client.query("BEGIN READ ONLY");
            client.awaitReady();
            plane.releaseAndSettle();

            client.query("SELECT 1", "COMMIT", "INSERT INTO written VALUES (11)");

            assertThat(client.awaitReady() + client.awaitReady() + client.awaitReady()).doesNotContain("25006");
        }
        assertThat(written("n = 11")).isEqualTo(1);
    }

    @Test
    void whatATransactionOnTheStandbySetsIsKept() throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", "simple")); Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            holdWithReads(connection);
            only(statement, "SELECT 1");
            statement.execute("SET statement_timeout = '27s'");
            connection.commit();
            awaitReading(0);

            plane.releaseAndSettle();

            assertThat(only(statement, "SELECT current_setting('statement_timeout') || ' ' || current_setting('port')"))
                    .isEqualTo("27s " + primary.port());
        }
    }

    @Test
    void aTransactionThatDoesNotSaySoWaits() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            holdWithReads(connection);
            Future<String> held = clients.submit(() -> only(statement, "SELECT current_setting('port')"));
            awaitWaiting(1);

            plane.gate.release(plane.gate.route());

            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(primary.port()));
        }
    }

    @Test
    void whatIsPipelinedBehindAReadWaits() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            holdWithReads(connection);
            Future<Integer> mixed = clients.submit(() -> {
                only(statement, "SELECT 1");
                statement.execute("INSERT INTO written VALUES (5)");
                return Integer.valueOf(only(statement, "SELECT count(*) FROM written WHERE n = 5"));
            });
            awaitWaiting(1);
            assertThat(written("n = 5")).isZero();

            plane.gate.release(plane.gate.route());

            assertThat(mixed.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void manySessionsReadAtTheSameTime() throws Exception {
        Connection[] connections = new Connection[20];
        try {
            for (int i = 0; i < connections.length; i++) {
                connections[i] = plane.connect();
            }
            holdWithReads(connections[0]);
            List<Future<Integer>> readers = IntStream.range(0, connections.length).mapToObj(i -> clients.submit(() -> {
                int sum = 0;
                try (PreparedStatement statement = connections[i].prepareStatement("SELECT count(*) FROM numbers WHERE n <= ?")) {
                    for (int n = 0; n < 50; n++) {
                        sum += read(statement, n);
                    }
                }
                return sum;
            })).toList();

            for (Future<Integer> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(49 * 50 / 2);
            }
            // The client has its answer a moment before the read is over.
            awaitReading(0);
        } finally {
            for (Connection connection : connections) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }

    private void warm() throws Exception {
        assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).cold()).isZero();
    }

    private void hold() throws Exception {
        hold(catalog);
    }

    private void hold(ReadCatalog known) throws Exception {
        plane.gate.hold("test", LONG, Optional.of(new ReadMove(plane.nodeB, Map.of("postgres", known)))).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** As a move does it: spare links, the hold, and the standby proved to show everything. */
    private void holdWithReads(Connection known) throws Exception {
        assertThat(known.isClosed()).isFalse();
        warm();
        hold();
        String written = primary.psql("-c", "SELECT pg_logical_emit_message(true, 'test', 'x')");
        await().until(() -> standby.psql("-c", "SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t"));
        plane.gate.admitAllReads();
    }

    private void awaitWaiting(int sessions) {
        await().until(() -> plane.gate.snapshot().waiting() == sessions);
    }

    private void awaitReading(int sessions) {
        await().until(() -> plane.gate.snapshot().reading() == sessions);
    }

    private static String list(int numbers) {
        return IntStream.rangeClosed(1, numbers).map(i -> i % 1000 + 1).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static int read(PreparedStatement statement, int parameter) throws SQLException {
        statement.setInt(1, parameter);
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static int rows(PreparedStatement statement) throws SQLException {
        int count = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                count++;
            }
        }
        return count;
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static int written(String condition) {
        return Integer.parseInt(primary.psql("-c", "SELECT count(*) FROM written WHERE " + condition));
    }

    private static java.util.function.Consumer<Throwable> state(String sqlState) {
        return failure -> assertThat(failure).isInstanceOfSatisfying(PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
    }
}
