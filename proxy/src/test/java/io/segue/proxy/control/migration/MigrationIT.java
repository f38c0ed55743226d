package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.ABORT;
import static io.segue.proxy.control.migration.RealShard.CLEANUP;
import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.control.migration.RealShard.SWITCHBACK;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.node.NodeStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves between real servers. */
class MigrationIT {

    @TempDir
    private Path stateDirectory;

    /** Acknowledged and not flushed at the moment of the hold: what is read as "flushed" would lose them. */
    private static void writeCarelessly(RealShard shard, String node) {
        shard.server(node).execute("SET synchronous_commit = off; INSERT INTO row SELECT FROM generate_series(1, 100)");
    }

    private static void movesTo(RealShard shard, MigrationCommand command, String from, String to, int timeline) throws Exception {
        movesTo(shard, command, from, to, timeline, () -> { });
    }

    private static void movesTo(RealShard shard, MigrationCommand command, String from, String to, int timeline, Runnable more) throws Exception {
        shard.atTheNextHold(() -> {
            writeCarelessly(shard, from);
            more.run();
        });
        String rows = shard.server(from).psql("-c", "SELECT count(*) + 100 FROM row");
        shard.succeed(command);
        NodeStatus now = shard.node(to).status();
        assertThat(now.inRecovery()).isFalse();
        assertThat(now.timeline()).isEqualTo(timeline);
        assertThat(shard.server(to).psql("-c", "SELECT count(*) FROM row")).isEqualTo(rows);
        assertThat(shard.traffic().route().node().name()).isEqualTo(to);
        assertThat(shard.lastReport())
                .contains("\"result\" : \"DONE\"", "\"wal_past_fork_bytes\" : 0", "\"timeline_after\" : " + timeline, "\"commits_in_doubt\" : 0")
                .doesNotContain("\"pause_ms\" : null", "\"fork\" : null", "\"wal_end\" : null", "\"replayed\" : null");
        assertThatThrownBy(() -> shard.server(from).execute("INSERT INTO row DEFAULT VALUES"))
                .hasMessageContaining("read-only transaction");
        assertThat(shard.footprint(to)).doesNotContain("wal_", "max_standby", "restore_command", "fenced")
                .endsWith("slots segue_main_" + from);
        assertThat(shard.footprint(from)).doesNotContain("wal_", "max_standby", "restore_command").endsWith("slots  fenced");
    }

    @Test
    void goesThereAndBackAndThereAndStays() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.server("node_a").execute("INSERT INTO row SELECT FROM generate_series(1, 1000)");
            shard.succeed(PREPARE);
            assertThat(shard.status().state()).isEqualTo("READY");
            assertThat(shard.server("node_b").psql("-c", "SELECT count(*) FROM row")).isEqualTo("1000");

            movesTo(shard, CUTOVER, "node_a", "node_b", 2);
            movesTo(shard, SWITCHBACK, "node_b", "node_a", 3);
            movesInSpiteOfAReader(shard);
            assertThat(shard.server("node_b").psql("-c", "SELECT count(*) FROM row")).isEqualTo("1300");
            assertThat(shard.server("node_a").log()).as("no rewind, no rebuild").doesNotContain("requested timeline", "FATAL:  could not");
            assertThat(shard.traffic().holds()).hasSize(3);

            shard.succeed(CLEANUP);
            assertThat(shard.server("node_a").running()).isFalse();
            assertThat(shard.server("node_a").dataDirectory().resolve("standby.signal")).exists();
            assertThat(shard.footprint("node_b")).endsWith("slots ");
        }
    }

    /** Who reads on the target what was vacuumed on the source would hold up the replay for 30 s, and with it the move. */
    private static void movesInSpiteOfAReader(RealShard shard) throws Exception {
        shard.server("node_a").execute("CREATE TABLE dead AS SELECT generate_series(1, 1000) AS n");
        await().ignoreExceptions().until(() -> shard.server("node_b").psql("-c", "SELECT count(*) FROM dead").equals("1000"));
        try (Connection reader = shard.server("node_b").connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("SELECT count(*) FROM dead");

            movesTo(shard, CUTOVER, "node_a", "node_b", 4, () -> {
                shard.server("node_a").execute("DELETE FROM dead");
                shard.server("node_a").psql("-c", "VACUUM dead");
            });

            assertThatThrownBy(() -> statement.execute("SELECT count(*) FROM dead"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isIn("40001", "57P01", "08006"));
        }
    }

    @Test
    void undoesWhenTheStandbyCannotConfirm() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            shard.succeed(PREPARE);
            String a = shard.footprint("node_a");
            String b = shard.footprint("node_b");
            shard.atTheNextHold(() -> shard.server("node_b").execute("SELECT pg_wal_replay_pause()"));

            Outcome outcome = shard.run(CUTOVER);

            assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
            assertThat(outcome.message()).contains("node_b is not proved to have everything");
            shard.server("node_b").execute("SELECT pg_wal_replay_resume()");
            // While its replay was paused it could not ask for WAL again; its own retry interval is five seconds.
            await().until(() -> shard.node("node_b").status().receiver().isPresent());
            assertThat(shard.footprint("node_a")).isEqualTo(a);
            assertThat(shard.footprint("node_b")).isEqualTo(b);
            assertThat(shard.node("node_a").status().timeline()).isEqualTo(1);
            shard.server("node_a").execute("INSERT INTO row DEFAULT VALUES");
            shard.succeed(CUTOVER);
        }
    }

    @Test
    void refusesAForeignSessionByNameAndGivesUpLeavingNothing() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory)) {
            String before = shard.footprint("node_a");
            shard.succeed(PREPARE);
            try (var session = shard.server("node_a").connect()) {
                assertThat(session.isValid(1)).isTrue();
                Outcome outcome = shard.run(CUTOVER);
                assertThat(outcome.result()).isEqualTo(Result.REFUSED);
                assertThat(outcome.detail()).contains("bypassing-clients: 1 on node_a: pid ").contains("postgres@postgres");
            }
            assertThat(shard.traffic().holds()).isEmpty();
            assertThat(shard.plan(CUTOVER)).noneMatch(line -> line.startsWith("refuse"));

            shard.succeed(ABORT);
            assertThat(shard.footprint("node_a")).isEqualTo(before);
            assertThat(shard.server("node_b").running()).isFalse();
        }
    }
}
