package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLException;

/** A COPY that is under way when the gate closes is a unit of work like any other: the hold waits for it, and gives up before the COPY does. */
class CopyInAHoldIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int LINES = 20_000;
    private static final byte[] LINE = ("x".repeat(99) + "\n").getBytes(StandardCharsets.US_ASCII);

    private static PostgresServer serverA;
    private static PostgresServer serverB;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private DataPlane plane;

    @BeforeAll
    static void startServers() {
        serverA = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        serverB = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        serverA.execute("CREATE TABLE copied (line text)");
        serverB.execute("CREATE TABLE copied (line text)");
    }

    @AfterAll
    static void stopServers() {
        serverA.close();
        serverB.close();
    }

    @BeforeEach
    void startProxy() {
        serverA.execute("TRUNCATE copied");
        plane = new DataPlane(serverA, serverB, Authentication.TRUST);
    }

    @AfterEach
    void stopProxy() {
        plane.close();
        clients.shutdownNow();
    }

    @Test
    void theHoldWaitsForDataThatCome() throws Exception {
        try (Connection copying = plane.connect(); Connection other = plane.connect(); Statement statement = other.createStatement()) {
            CopyIn copy = copying.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
            write(copy, LINES / 2);
            await().until(() -> plane.gate.snapshot().inside() == 1);

            CompletableFuture<Void> drained = hold(LONG);
            Future<Integer> held = clients.submit(() -> number(statement, "SELECT current_setting('port')"));
            await().until(() -> plane.gate.snapshot().waiting() == 1);
            write(copy, LINES / 2);
            assertThat(drained).isNotDone();

            assertThat(copy.endCopy()).isEqualTo(LINES);
            drained.get(60, TimeUnit.SECONDS);
            plane.moveToB();
            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(serverB.port());
            assertThat(serverA.psql("-c", "SELECT count(*) FROM copied")).isEqualTo(Integer.toString(LINES));
            assertThat(serverB.psql("-c", "SELECT count(*) FROM copied")).isEqualTo("0");
        }
    }

    /** More than sockets take: it waits with the client, and neither in Segue's memory nor in the way of the hold's end. */
    @Test
    void aLargeCopyIntoAServerThatDoesNotReadWaitsWithTheClientAndEndsBeforeTheMove() throws Exception {
        int lines = 5_000;
        byte[] line = ("x".repeat(9_999) + "\n").getBytes(StandardCharsets.US_ASCII);
        serverA.execute("CREATE FUNCTION wait_at_the_first() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_advisory_xact_lock_shared(20); RETURN NEW; END $$");
        serverA.execute("CREATE TABLE large (line text, id serial)");
        serverA.execute("CREATE TRIGGER wait BEFORE INSERT ON large FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION wait_at_the_first()");
        try (Connection blocker = serverA.connect(); Statement lock = blocker.createStatement(); Connection copying = plane.connect()) {
            lock.execute("SELECT pg_advisory_lock(20)");
            CopyIn copy = copying.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY large (line) FROM STDIN");
            AtomicInteger written = new AtomicInteger();
            Future<Long> copied = clients.submit(() -> {
                for (int i = 0; i < lines; i++) {
                    copy.writeToCopy(line, 0, line.length);
                    written.incrementAndGet();
                }
                return copy.endCopy();
            });
            await().until(() -> serverA.psql("-c", "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY large%'")
                    .equals("1"));
            CompletableFuture<Void> drained = hold(Duration.ofMinutes(5));
            awaitNoProgress(written);
            assertThat(written.get()).isLessThan(lines);
            assertThat(drained).isNotDone();

            lock.execute("SELECT pg_advisory_unlock(20)");

            assertThat(copied.get(180, TimeUnit.SECONDS)).isEqualTo(lines);
            drained.get(60, TimeUnit.SECONDS);
            plane.moveToB();
            assertThat(serverA.psql("-c", "SELECT count(*), sum(length(line)) FROM large")).isEqualTo(lines + "|" + lines * 9_999L);
        }
    }

    /** Nothing was written for a while: everything, or what there is room for. */
    private static void awaitNoProgress(AtomicInteger written) {
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(500)).until(() -> before.getAndSet(written.get()) == written.get() && written.get() > 0);
    }

    @Test
    void theHoldWaitsForDataThatAreFetched() throws Exception {
        try (Connection copying = plane.connect()) {
            CopyOut copy = copying.unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT");
            assertThat(copy.readFromCopy()).hasSize(1_001);

            CompletableFuture<Void> drained = hold(LONG);
            int lines = 1;
            while (copy.readFromCopy() != null) {
                lines++;
            }

            assertThat(lines).isEqualTo(100_000);
            drained.get(60, TimeUnit.SECONDS);
            plane.releaseAndSettle();
        }
    }

    @Test
    void theHoldEndsAtItsDeadlineAndTheCopyGoesOn() throws Exception {
        try (Connection copying = plane.connect()) {
            CopyIn copy = copying.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
            write(copy, 10);
            await().until(() -> plane.gate.snapshot().inside() == 1);
            plane.proof = Optional.of(plane.gate.route());

            CompletableFuture<Void> drained = hold(Duration.ofMillis(300));

            assertThatThrownBy(() -> drained.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("the hold of test passed its deadline, and node_a is the primary");
            write(copy, LINES - 10);
            assertThat(copy.endCopy()).isEqualTo(LINES);
        }
    }

    /** What is wrong is said at once, also in a hold; what the client has sent too late is dropped, and the hold drains. */
    @Test
    void anErrorInTheMiddleEndsTheCopyAndTheHoldDrains() throws Exception {
        try (Connection copying = plane.connect(); Statement statement = copying.createStatement()) {
            CopyIn copy = copying.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied (line) FROM STDIN");
            write(copy, 10);
            await().until(() -> plane.gate.snapshot().inside() == 1);

            CompletableFuture<Void> drained = hold(LONG);
            byte[] twoColumns = "a\tb\n".getBytes(StandardCharsets.US_ASCII);
            copy.writeToCopy(twoColumns, 0, twoColumns.length);
            write(copy, LINES);

            assertThatThrownBy(copy::endCopy)
                    .satisfies(thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo("22P04"));
            await().untilAsserted(() -> assertThat(drained).as(plane.state()).isDone());
            plane.releaseAndSettle();
            assertThat(number(statement, "SELECT count(*) FROM copied")).isZero();
        }
    }

    /** Its answers have come while the client was inside of a message, and behind that nothing comes any more. */
    @Test
    void aCopyThatFailsInsideOfAMessageIsOverWithThatMessage() throws Exception {
        try (Stranger copying = new Stranger(plane.port())) {
            copying.logsIn("postgres");
            copying.says(Stranger.query("COPY copied FROM STDIN")).hears('G');
            CompletableFuture<Void> drained = hold(LONG);
            copying.says(Stranger.message('d', 4 + 4, Stranger.text("a\tb\n")), Stranger.message('d', 4 + 100, new byte[50]));
            assertThat(Stranger.sqlState(copying.hears('E').text())).isEqualTo("22P04");
            copying.hears('Z');
            assertThat(drained).isNotDone();

            copying.says(new byte[50]);

            await().untilAsserted(() -> assertThat(drained).as(plane.state()).isDone());
            plane.releaseAndSettle();
            copying.says(Stranger.query("SELECT 1")).hears('D');
        }
    }

    /** Late data begins nothing, so that no hold waits for it; its second half may look like anything, here like a Query. */
    @Test
    void theSecondHalfOfAMessageGoesToNoOtherServer() throws Exception {
        try (Stranger client = new Stranger(plane.port())) {
            int pid = client.logsIn("postgres");
            byte[] secondHalf = Stranger.query("INSERT INTO copied VALUES ('smuggled')");
            byte[] firstHalf = new byte[10];
            long before = receivedBytes();
            client.says(Stranger.message('d', Integer.BYTES + firstHalf.length + secondHalf.length, firstHalf));
            await().until(() -> receivedBytes() == before + 1 + Integer.BYTES + firstHalf.length);
            CompletableFuture<Void> drained = hold(LONG);
            await().untilAsserted(() -> assertThat(drained).as(plane.state()).isDone());

            serverA.execute("SELECT pg_terminate_backend(" + pid + ")");

            assertThat(client.hearsToTheEnd()).contains("57P01", "in the middle of a message");
        }
    }

    private long receivedBytes() {
        return plane.flows.byDatabase().get("postgres").receivedBytes();
    }

    /** The event loop has seen to it when this returns. */
    private CompletableFuture<Void> hold(Duration limit) throws InterruptedException {
        CompletableFuture<Void> drained = plane.gate.hold("test", limit).toCompletableFuture();
        plane.settle();
        return drained;
    }

    private static void write(CopyIn copy, int lines) throws SQLException {
        for (int i = 0; i < lines; i++) {
            copy.writeToCopy(LINE, 0, LINE.length);
        }
        copy.flushCopy();
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }
}
