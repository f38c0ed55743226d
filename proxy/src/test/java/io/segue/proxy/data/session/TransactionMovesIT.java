package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.control.node.RealCatalog;
import io.segue.proxy.gate.ReadMove;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A whole move of real servers under load, with many clients on few links that are lent for one transaction. */
class TransactionMovesIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int WRITERS = 16;
    private static final int LINKS = 4;

    private final AtomicBoolean stopped = new AtomicBoolean();
    /** What each writer was told is committed. */
    private final Map<Integer, AtomicInteger> acknowledged = new ConcurrentHashMap<>();

    @Test
    void everyTransactionHappensOnceAndReadsGoOn() throws Exception {
        try (PostgresServer a = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            a.execute("CREATE TABLE ledger (writer int, seq int, tenant text, PRIMARY KEY (writer, seq)); CREATE TABLE things AS SELECT 7 AS n");
            RealCatalog.openTo(a);
            try (PostgresServer b = PostgresServer.standbyOf(a).configure("wal_retrieve_retry_interval = 10ms").start();
                    DataPlane plane = DataPlane.pooling(a, b.port(), Authentication.TRUST, Pooling.of(PoolMode.TRANSACTION, LINKS));
                    Connection reading = plane.connect(Map.of("prepareThreshold", "1"));
                    PreparedStatement read = reading.prepareStatement("SELECT n FROM things")) {
                assertThat(only(read)).isEqualTo("7");
                List<Future<Void>> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    acknowledged.put(writer, new AtomicInteger());
                    writers.add(clients.submit(() -> write(plane, number)));
                }
                awaitProgress(3);

                assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(30, TimeUnit.SECONDS).cold()).isZero();
                assertThat(linksTo(plane, "node_b")).isBetween(1L, (long) LINKS);
                ReadMove move = new ReadMove(plane.nodeB, Map.of("postgres", RealCatalog.of(a)));
                plane.gate.hold("test", LONG, Optional.of(move)).toCompletableFuture().get(30, TimeUnit.SECONDS);
                String last = a.psql("-c", "SELECT pg_logical_emit_message(true, 'test', 'x')");
                await().until(() -> b.psql("-c", "SELECT pg_last_wal_replay_lsn() >= '" + last + "'").equals("t"));
                plane.gate.admitAllReads();
                a.stop(StopMode.FAST);
                for (int i = 0; i < 5; i++) {
                    assertThat(only(read)).isEqualTo("7");
                }
                b.psql("-c", "SELECT pg_promote()");
                plane.moveToB();
                plane.gate.cool();

                awaitProgress(3);
                stopped.set(true);
                for (Future<Void> each : writers) {
                    each.get(30, TimeUnit.SECONDS);
                }
                acknowledged.forEach((writer, count) -> assertThat(b.psql("-A", "-t", "-c",
                        "SELECT count(*), count(DISTINCT seq), max(seq) FROM ledger WHERE tenant = 'tenant ' || writer AND writer = " + writer))
                        .as("writer " + writer).isEqualTo(count + "|" + count + "|" + count));
                await().until(() -> linksTo(plane, "node_a") == 0);
                assertThat(linksTo(plane, "node_b")).isLessThanOrEqualTo(LINKS);
            }
        }
    }

    /** Each has a setting of its own, which must follow it from link to link, and from server to server. */
    private Void write(DataPlane plane, int writer) throws SQLException {
        try (Connection connection = plane.connect(Map.of("prepareThreshold", "1")); Statement settings = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger VALUES (?, ?, current_setting('app.tenant'))");
                PreparedStatement look = connection.prepareStatement("SELECT count(*) FROM ledger WHERE writer = " + writer)) {
            settings.execute("SET app.tenant = 'tenant " + writer + "'");
            connection.setAutoCommit(false);
            for (int seq = 1; !stopped.get(); seq++) {
                insert.setInt(1, writer);
                insert.setInt(2, seq);
                insert.executeUpdate();
                assertThat(only(look)).isEqualTo(String.valueOf(seq));
                connection.commit();
                acknowledged.get(writer).set(seq);
            }
        }
        return null;
    }

    /** Of every writer. */
    private void awaitProgress(int transactions) {
        Map<Integer, Integer> before = new ConcurrentHashMap<>();
        acknowledged.forEach((writer, count) -> before.put(writer, count.get()));
        await().atMost(LONG).until(() -> acknowledged.entrySet().stream()
                .allMatch(each -> each.getValue().get() >= before.get(each.getKey()) + transactions));
    }

    private static long linksTo(DataPlane plane, String node) {
        return plane.pools.pools().getFirst().processes().stream().filter(process -> process.node().equals(node)).count();
    }

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
