package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestTransport;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that are slow to take what they asked for, or take nothing: they fill no memory, lose nothing, and nobody waits for them. */
class BackPressureIT {

    /** What waits for one who does not read: less than the high water mark, and the read that went beyond it. */
    private static final long MOST_BYTES_EACH = 256 * 1024;

    /** Of this proxy alone: other tests run at the same time. */
    private static final PooledByteBufAllocator MEMORY = new PooledByteBufAllocator(true);

    private static PostgresServer server;
    private static DataPlane plane;
    private static Connection onlooker;

    @BeforeAll
    static void start() throws SQLException {
        server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        server.execute("CREATE DATABASE app");
        plane = new DataPlane(server, server.port(), Authentication.TRUST, new Transport(TestTransport.KIND, 1, MEMORY));
        onlooker = server.connect();
    }

    @AfterAll
    static void stop() throws SQLException {
        onlooker.close();
        plane.close();
        server.close();
    }

    @Test
    void slowReadersFillNoMemoryAndNobodyWaitsForThem() throws Exception {
        long before = pinned();
        List<Stranger> slow = new ArrayList<>();
        List<Integer> backends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Stranger reader = new Stranger(plane.port());
            backends.add(reader.logsIn("app"));
            reader.says(Stranger.query(i % 2 == 0
                    ? "SELECT repeat('x', 1000) FROM generate_series(1, 60000)"
                    : "SELECT repeat('x', 40000000)"));
            slow.add(reader);
        }
        awaitStuck(backends);

        assertThat(pinned() - before).isLessThanOrEqualTo(slow.size() * MOST_BYTES_EACH);
        try (Connection quick = connect(); Statement statement = quick.createStatement()) {
            for (int i = 0; i < 300; i++) {
                only(statement, "SELECT 1");
            }
        }
        for (Stranger reader : slow) {
            assertThat(reader.hears().type()).isEqualTo('T');
        }
        assertThat(pinned() - before).isLessThanOrEqualTo(slow.size() * MOST_BYTES_EACH);
        assertThat(slow.get(0).hears('Z').body()).hasSize(1);
        assertThat(slow.get(1).hears('D').body()).hasSize(2 + 4 + 40_000_000);
        for (Stranger reader : slow) {
            reader.close();
        }
        await().until(() -> pinned() - before < MOST_BYTES_EACH);
    }

    /** The half that has come is on its way through or gone, whatever the length says of the rest. */
    @Test
    void aHugeParameterPassesInPieces() throws Exception {
        int size = 64_000_000;
        byte[] half = new byte[size / 2];
        Arrays.fill(half, (byte) 'x');
        long before = pinned();
        try (Stranger stranger = new Stranger(plane.port())) {
            stranger.logsIn("app");
            stranger.says(Stranger.message('P', 4 + 34, Stranger.text("\0SELECT length($1::bytea)::text\0\0\0")));
            // Bind of the unnamed portal and statement: one format, binary; one value; results as text.
            stranger.says(Stranger.message('B', 4 + 2 + 4 + 2 + 4 + size + 2, Stranger.text("\0\0\0\1\0\1\0\1")), number(size), half);
            await().during(300, TimeUnit.MILLISECONDS).until(() -> pinned() - before <= 2 * MOST_BYTES_EACH);

            stranger.says(half, new byte[2], Stranger.message('E', 9, new byte[5]), Stranger.message('S', 4, new byte[0]));

            assertThat(stranger.hears('D').text()).endsWith(Integer.toString(size));
            stranger.hears('Z');
            assertThat(pinned() - before).isLessThanOrEqualTo(2 * MOST_BYTES_EACH);
        }
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** Longer than a TCP user timeout that once ended such links: the server lives, and reads nothing because nobody reads it. */
    @Test
    void aPipelineThatIsStuckBothWaysGoesOnWhenItsClientReads() throws Exception {
        // More bytes than the kernel's buffers on the way may grow to.
        int queries = 8_000;
        long before = pinned();
        AtomicInteger sent = new AtomicInteger();
        byte[] query = Stranger.query("SELECT repeat('x', 10000) -- " + "y".repeat(10_000));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); Stranger stranger = new Stranger(plane.port())) {
            int backend = stranger.logsIn("app");
            Future<Void> sending = threads.submit(() -> {
                for (int i = 0; i < queries; i++) {
                    stranger.says(query);
                    sent.incrementAndGet();
                }
                return null;
            });
            awaitStuck(List.of(backend));
            await().atMost(60, TimeUnit.SECONDS).during(11, TimeUnit.SECONDS).until(() -> isStuck(backend) && sent.get() < queries);
            assertThat(pinned() - before).isLessThanOrEqualTo(2 * MOST_BYTES_EACH);

            for (int i = 0; i < 1_500; i++) {
                assertThat(stranger.hears('D').body()).hasSize(2 + 4 + 10_000);
                stranger.hears('Z');
            }
            assertThat(sending.isDone() && sending.state() == Future.State.FAILED).isFalse();
        }
    }

    @Test
    void theLastWordOfAServerArrivesBehindWhatWasNotReadYet() throws Exception {
        try (Stranger stranger = new Stranger(plane.port())) {
            int backend = stranger.logsIn("app");
            stranger.says(Stranger.query("SELECT repeat('x', 1000) FROM generate_series(1, 900)"));
            await().until(() -> seen("SELECT state = 'idle' FROM pg_stat_activity WHERE pid = " + backend));

            server.execute("SELECT pg_terminate_backend(" + backend + ")");
            await().until(() -> seen("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = " + backend));

            for (int i = 0; i < 900; i++) {
                stranger.hears('D');
            }
            stranger.hears('Z');
            assertThat(Stranger.sqlState(stranger.hearsToTheEnd())).isEqualTo("57P01");
        }
    }

    /** The server says nothing more in such a case, and a word of ours would stand inside of its row. */
    @Test
    void aServerThatEndsInsideOfARowIsNotInterrupted() throws Exception {
        try (Stranger stranger = new Stranger(plane.port())) {
            int backend = stranger.logsIn("app");
            stranger.says(Stranger.query("SELECT repeat('x', 40000000)"));
            awaitStuck(List.of(backend));

            server.execute("SELECT pg_terminate_backend(" + backend + ")");

            String heard = stranger.hearsToTheEnd();
            assertThat(heard.length()).isLessThan(40_000_000);
            assertThat(heard).endsWith("xxx");
        }
    }

    @Test
    void whoDoesNotReadItsRefusalsIsNotReadAnyMore() throws Exception {
        int queries = 25_000;
        byte[] many = Stranger.text("Q\0\0\0\6x\0".repeat(queries));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); Stranger stranger = new Stranger(plane.port())) {
            stranger.logsIn("app");
            plane.holdAndSettle(Duration.ofMillis(100));
            long before = pinned();
            Future<Stranger> sending = threads.submit(() -> stranger.says(many));
            await().until(() -> pinned() > before);
            await().during(1, TimeUnit.SECONDS).until(() -> pinned() - before < 2 * MOST_BYTES_EACH);

            for (int i = 0; i < queries; i++) {
                assertThat(Stranger.sqlState(stranger.hears('E').text())).isEqualTo("40001");
                stranger.hears('Z');
            }
            sending.get();
        } finally {
            plane.releaseAndSettle();
        }
    }

    @Test
    void anIdleSessionIsEndedAndABusyOneIsNot() throws Exception {
        ClientLimits limits = new ClientLimits(
                500, 3, 10, 500, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(2)));
        try (DataPlane strict = new DataPlane(server, server.port(), Authentication.TRUST, limits)) {
            try (Stranger busy = new Stranger(strict.port()); Stranger inTransaction = new Stranger(strict.port());
                    Stranger idle = new Stranger(strict.port())) {
                idle.logsIn("app");
                inTransaction.logsIn("app");
                inTransaction.says(Stranger.query("BEGIN")).hears('Z');
                busy.logsIn("app");
                busy.says(Stranger.query("SELECT pg_sleep(4)"));

                String heard = idle.hearsToTheEnd();
                assertThat(Stranger.sqlState(heard)).isEqualTo("57P05");
                assertThat(heard).contains("terminating connection due to idle-session timeout").contains("limits.client-idle");
                busy.hears('Z');
                inTransaction.says(Stranger.query("COMMIT")).hears('Z');
                assertThat(strict.registry.counter("segue.connections.refused", "reason", "idle_too_long").count()).isPositive();
            }
        }
    }

    private static void awaitStuck(List<Integer> backends) {
        await().until(() -> backends.stream().allMatch(BackPressureIT::isStuck));
    }

    private static boolean isStuck(int backend) {
        return seen("SELECT wait_event = 'ClientWrite' FROM pg_stat_activity WHERE pid = " + backend);
    }

    private static boolean seen(String question) {
        try (Statement statement = onlooker.createStatement()) {
            return "t".equals(only(statement, question));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(plane.url("app"), PostgresServer.SUPERUSER, "");
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static long pinned() {
        return MEMORY.pinnedDirectMemory();
    }
}
