package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to those who do not go through the proxy, and to a standby that falls behind its primary's parameters. */
class BypassIT {

    @TempDir
    private Path stateDirectory;

    /** Inserts row after row, past the proxy, until it is told to go. */
    private static final class Writer {

        private final AtomicInteger acknowledged = new AtomicInteger();
        private final FutureTask<SQLException> end;

        Writer(PostgresServer server) {
            end = new FutureTask<>(() -> write(server));
            Thread.ofVirtual().start(end);
        }

        private SQLException write(PostgresServer server) {
            try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
                while (true) {
                    statement.execute("INSERT INTO bypass VALUES (" + (acknowledged.get() + 1) + ")");
                    acknowledged.incrementAndGet();
                }
            } catch (SQLException e) {
                return e;
            }
        }
    }

    @Test
    void aBypassingWriterIsRefusedOrAllowedAndThenToldAndKeepsItsRows() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.server("node_a").execute("CREATE TABLE bypass (n int PRIMARY KEY)");
            shard.succeed(PREPARE);
            Writer writer = new Writer(shard.server("node_a"));
            await().until(() -> writer.acknowledged.get() > 100);

            Outcome refused = shard.run(CUTOVER);
            assertThat(refused.result()).isEqualTo(Result.REFUSED);
            assertThat(refused.detail()).contains("bypassing-clients: 1 on node_a");
            assertThat(writer.end.isDone()).isFalse();

            shard.terms(new Terms("test", Set.of("bypassing-clients"), Terms.Hold.WHEN_READY));
            shard.succeed(CUTOVER);

            assertThat(writer.end.get().getSQLState()).isEqualTo("57P01");
            int rows = Integer.parseInt(shard.server("node_b").psql("-c", "SELECT count(*) FROM bypass"));
            // The one that was under way when the server stopped may have been committed without an answer.
            assertThat(rows).isBetween(writer.acknowledged.get(), writer.acknowledged.get() + 1);
            await().until(() ->
                    shard.server("node_a").psql("-c", "SELECT count(*) FROM bypass").equals(String.valueOf(rows)));
        }
    }

    @Test
    void aParameterRaisedOnThePrimaryIsFoundAndTheStandbyStaysUp() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.succeed(PREPARE);
            shard.server("node_a").configure("max_connections = 250").restart();
            await().until(() ->
                    shard.server("node_b").psql("-c", "SELECT pg_get_wal_replay_pause_state()").equals("paused"));

            Outcome outcome = shard.run(CUTOVER);

            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
            assertThat(outcome.detail()).contains("max-connections: 250 and 200", "target-replay: paused at");
            assertThat(outcome.hint()).contains("on node_b: ALTER SYSTEM SET max_connections = 250, and restart it");
            assertThat(shard.server("node_b").running()).isTrue();
            assertThat(shard.traffic().holds()).isEmpty();
        }
    }
}
