package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.StandbyPair;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Units of work that begin a transaction and are not executed, because no primary was found in time or somebody cancelled them. Drivers send the
 * first statement together with its BEGIN: told that nothing was executed, they must not find it committed. The test is the control; real
 * servers.
 */
class RefusedBlocksIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static PostgresServer primary;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void createTable() {
        primary = StandbyPair.primary();
        primary.execute("CREATE TABLE refused (n int)");
    }

    @AfterAll
    static void dropTable() {
        primary.execute("DROP TABLE refused");
    }

    @BeforeEach
    void startProxy() {
        primary.execute("TRUNCATE refused");
        plane = new DataPlane(primary, StandbyPair.standby());
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    /** From now on until the release, whatever comes is told that no primary was found. */
    private void refuseEverything() throws Exception {
        plane.holdAndSettle(SHORT);
        await().until(() -> plane.gate.snapshot().state() == GateSnapshot.State.REFUSING);
    }

    private RawClient loggedIn(Socket socket) throws Exception {
        RawClient client = new RawClient(socket);
        client.logIn();
        return client;
    }

    private static String rows() {
        return primary.psql("-c", "SELECT coalesce(string_agg(n::text, ' ' ORDER BY n), '') FROM refused");
    }

    private static Consumer<Throwable> state(String expected) {
        return e -> assertThat(((SQLException) e).getSQLState()).as("%s", e).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "start transaction isolation level repeatable read;"})
    void whatWasSentBehindTheBeginDoesNotRunOutsideOfTheBlock(String begin) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            refuseEverything();

            client.query(begin, "INSERT INTO refused VALUES (1)");

            assertThat(client.awaitReady() + client.status()).containsIgnoringCase(begin.substring(0, 5)).doesNotContain("40001").endsWith("T");
            assertThat(client.awaitReady() + client.status()).contains("40001", "no primary was found in time").endsWith("E");
            plane.releaseAndSettle();
            assertThat(client.answer("INSERT INTO refused VALUES (2)")).contains("25P02").endsWith("E");
            assertThat(client.answer("COMMIT")).contains("ROLLBACK").endsWith("I");
            assertThat(client.answer("INSERT INTO refused VALUES (3)")).contains("INSERT 0 1").endsWith("I");
        }
        assertThat(rows()).isEqualTo("3");
    }

    /** The gate opens in between. */
    @Test
    void norWhenItCouldRunByThen() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            refuseEverything();
            client.query("BEGIN");
            assertThat(client.awaitReady() + client.status()).contains("BEGIN").endsWith("T");
            plane.releaseAndSettle();

            assertThat(client.answer("INSERT INTO refused VALUES (1)")).contains("40001").endsWith("E");
            assertThat(client.answer("ROLLBACK")).contains("ROLLBACK").doesNotContain("WARNING").endsWith("I");
            assertThat(client.answer("INSERT INTO refused VALUES (2)")).contains("INSERT 0 1").endsWith("I");
        }
        assertThat(rows()).isEqualTo("2");
    }

    @Test
    void aCommitIsToldToo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            refuseEverything();
            client.query("BEGIN", "COMMIT");
            assertThat(client.awaitReady() + client.status()).contains("BEGIN").endsWith("T");
            assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
        }
    }

    @Test
    void aTextThatBeginsOneAndGoesOnFailsInsideOfIt() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            refuseEverything();
            client.query("BEGIN; INSERT INTO refused VALUES (1)");
            assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("E");
            plane.releaseAndSettle();
            assertThat(client.answer("INSERT INTO refused VALUES (2)")).contains("25P02").endsWith("E");
            assertThat(client.answer("ROLLBACK")).contains("ROLLBACK").endsWith("I");
        }
        assertThat(rows()).isEmpty();
    }

    @Test
    void oneThatEndsItLeavesNothing() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = loggedIn(socket);
            refuseEverything();
            client.query("BEGIN; INSERT INTO refused VALUES (1); COMMIT", "INSERT INTO refused VALUES (2)");
            assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
            assertThat(client.awaitReady() + client.status()).contains("40001").endsWith("I");
        }
        assertThat(rows()).isEmpty();
    }

    /** Its driver pipelines. */
    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "extendedForPrepared"})
    void aDriversTransactionIsRefusedAsAWholeAndCanBeTriedAgain(String mode) throws Exception {
        try (Connection connection = plane.connect(Map.of("preferQueryMode", mode, "prepareThreshold", "1"));
                PreparedStatement insert = connection.prepareStatement("INSERT INTO refused VALUES (?)")) {
            connection.setAutoCommit(false);
            refuseEverything();
            insert.setInt(1, 1);
            assertThatThrownBy(insert::executeUpdate).satisfies(state("40001"));
            plane.releaseAndSettle();
            assertThatThrownBy(insert::executeUpdate).satisfies(state("25P02"));
            connection.rollback();

            refuseEverything();
            for (int n = 2; n < 5; n++) {
                insert.setInt(1, n);
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch).satisfies(state("40001"));
            plane.releaseAndSettle();
            connection.rollback();

            insert.setInt(1, 5);
            insert.executeUpdate();
            connection.commit();
        }
        assertThat(rows()).isEqualTo("5");
    }

    @Test
    void whatIsCancelledDoesNotRunEither() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            plane.holdAndSettle(LONG);
            Future<Boolean> insert = clients.submit(() -> statement.execute("INSERT INTO refused VALUES (1)"));
            await().until(() -> plane.gate.snapshot().waiting() == 1);

            statement.cancel();

            assertThatThrownBy(() -> insert.get(60, TimeUnit.SECONDS)).cause().satisfies(state("57014"));
            plane.releaseAndSettle();
            assertThatThrownBy(() -> statement.execute("INSERT INTO refused VALUES (2)")).satisfies(state("25P02"));
            connection.rollback();
        }
        assertThat(rows()).isEmpty();
    }
}
