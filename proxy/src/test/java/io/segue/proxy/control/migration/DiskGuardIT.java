package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.ABORT;
import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SmallFileSystem;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standby that does not take its WAL, and a primary whose WAL has a small disk of its own: the standby is given up while there is room, and
 * the primary takes more writes than the disk could ever have kept. Without the guard its server would end with "No space left on device".
 */
class DiskGuardIT {

    private static final int DISK_MEGABYTES = 256;
    /** What is written between two looks of the guard must fit in. */
    private static final long WAL_ROOM = 128L << 20;
    /** More than a step of the flood. */
    private static final long IN_DANGER = 16L << 20;
    private static final int STEP_MEGABYTES = 8;
    private static final int STEPS = 3 * DISK_MEGABYTES / STEP_MEGABYTES;

    @TempDir
    private Path stateDirectory;

    private SmallFileSystem disk;
    private RealShard shard;
    private long leastFree = Long.MAX_VALUE;

    @BeforeEach
    void start() throws Exception {
        disk = SmallFileSystem.create(DISK_MEGABYTES);
        shard = new RealShard(
                stateDirectory, new DiskFiles(), disk::takeWal, disk.asTheMachineCounts(WAL_ROOM), "wal_keep_size = 0", "min_wal_size = 32MB", "max_wal_size = 48MB");
    }

    @AfterEach
    void end() {
        shard.close();
        disk.close();
    }

    private PostgresServer a() {
        return shard.server("node_a");
    }

    /** Some WAL, and where the disk is then. */
    private void flood() {
        a().execute("SELECT count(pg_logical_emit_message(false, 'flood', repeat('x', 1 << 20))) FROM generate_series(1, " + STEP_MEGABYTES + ")");
        leastFree = Math.min(leastFree, disk.freeBytes());
    }

    private void theSourceWasNeverInDanger() {
        assertThat(leastFree).as("bytes free for WAL at the worst moment").isGreaterThan(IN_DANGER);
        assertThat(a().psql("-c", "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        a().psql("-c", "CHECKPOINT");
        assertThat(disk.freeBytes()).as("its WAL is back to normal").isGreaterThan((DISK_MEGABYTES - 96L) << 20);
        assertThat(a().log()).doesNotContain("No space left on device");
    }

    @Test
    void aStandbyThatIsDownIsGivenUp() throws Exception {
        shard.succeed(PREPARE);
        shard.server("node_b").kill9();

        for (int i = 0; i < STEPS; i++) {
            flood();
            shard.service().guard();
        }

        theSourceWasNeverInDanger();
        Outcome refused = shard.run(CUTOVER);
        assertThat(refused.result()).as("%s", refused).isEqualTo(Result.REFUSED);
        shard.run(ABORT);
        assertThat(shard.traffic().route().node().name()).isEqualTo("node_a");
    }

    @Test
    void aCopyThatDoesNotCatchUpIsGivenUp() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().unstarted(() -> {
            for (int i = 0; i < STEPS && !over.get(); i++) {
                flood();
                a().execute("SELECT pg_sleep(0.2)");
            }
        });
        shard.during("STREAMING", () -> {
            letNobodyStream();
            writer.start();
        });

        Outcome outcome = shard.run(PREPARE);

        over.set(true);
        writer.join();
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("given up before the disk of node_a is full");
        theSourceWasNeverInDanger();
        for (int i = 0; i < STEPS; i++) {
            flood();
        }
        theSourceWasNeverInDanger();
    }

    private void letNobodyStream() {
        a().authenticate("host replication all all reject");
        a().execute("SELECT pg_reload_conf()");
    }
}
