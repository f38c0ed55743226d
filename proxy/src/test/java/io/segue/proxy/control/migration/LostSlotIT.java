package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.ABORT;
import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that keeps only so much WAL for a slot ({@code max_slot_wal_keep_size}) removes what a standby that is down still needs. That
 * standby never catches up, however long one waits: it is called lost, is moved to by nobody, and leaves nothing behind.
 */
class LostSlotIT {

    private static final long NORMAL_WAL = 128L << 20;

    @TempDir
    private Path stateDirectory;

    private RealShard shard;

    @BeforeEach
    void start() throws Exception {
        shard = new RealShard(
                stateDirectory, new DiskFiles(), "max_slot_wal_keep_size = 32MB", "wal_keep_size = 0", "min_wal_size = 32MB", "max_wal_size = 48MB");
    }

    @AfterEach
    void end() {
        shard.close();
    }

    private PostgresServer a() {
        return shard.server("node_a");
    }

    private void writeUntilTheSlotIsLost() {
        await().until(() -> {
            a().execute("SELECT count(pg_logical_emit_message(false, 'flood', repeat('x', 1 << 20))) FROM generate_series(1, 16)");
            a().execute("CHECKPOINT");
            return a().psql("-c", "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'segue_main_node_b'").equals("lost");
        });
    }

    private void leavesNothingBehind() {
        assertThat(a().psql("-c", "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        a().execute("CHECKPOINT");
        assertThat(Long.parseLong(a().psql("-c", "SELECT sum(size) FROM pg_ls_waldir()"))).as("bytes of WAL kept").isLessThan(NORMAL_WAL);
        assertThat(shard.traffic().route().node().name()).isEqualTo("node_a");
        assertThat(shard.traffic().holds()).as("nobody was ever held").isEmpty();
    }

    @Test
    void aStandbyWhoseWalIsGoneIsCalledLostAndNotMovedTo() throws Exception {
        shard.succeed(PREPARE);
        shard.server("node_b").kill9();
        writeUntilTheSlotIsLost();
        String lost = "not ready: node_b needs WAL that node_a has removed: slot segue_main_node_b is lost";
        assertThat(shard.status().readiness()).hasToString(lost);

        shard.server("node_b").start();
        assertThat(shard.status().readiness()).as("also when it runs").hasToString(lost);
        Outcome refused = shard.run(CUTOVER);
        assertThat(refused.result()).as("%s", refused).isEqualTo(Result.REFUSED);
        assertThat(refused.detail()).contains("slot-wal: ").contains("lost");

        shard.succeed(ABORT);
        leavesNothingBehind();
    }

    @Test
    void aCopyWhoseWalIsGoneIsGivenUp() throws Exception {
        shard.during("STREAMING", this::writeUntilTheSlotIsLost);

        Outcome outcome = shard.run(PREPARE);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("node_b cannot catch up with node_a any more");
        assertThat(outcome.hint()).contains("raise max_slot_wal_keep_size on node_a");
        assertThat(shard.run(CUTOVER).result()).isEqualTo(Result.REFUSED);
        leavesNothingBehind();
    }
}
