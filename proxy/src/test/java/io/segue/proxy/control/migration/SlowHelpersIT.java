package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands beside a server and is slow: an archiver that hangs, a {@code restore_command} that takes its time, and pages that the shutdown
 * would have to write. None of them is waited for while clients are held; each is tolerated, put aside, or done beforehand.
 */
class SlowHelpersIT {

    private static final System.Logger LOG = System.getLogger("slow-helpers");
    /** Of 8 KiB, and more than a shutdown should find. */
    private static final int MANY_PAGES = 5_000;
    private static final int FEW_PAGES = 1_000;
    private static final Pattern WRITTEN_BY_A_CHECKPOINT = Pattern.compile("checkpoint complete: wrote (\\d+) buffers");

    @TempDir
    private Path stateDirectory;

    private RealShard shard;
    /** While it is there, whatever is to be archived is not. */
    private Path archiverHangs;
    /** A line for each file that a server has asked its {@code restore_command} for. */
    private Path asked;

    @BeforeEach
    void start() throws Exception {
        shard = new RealShard(
                stateDirectory, new DiskFiles(), this::slow, 1L << 20, "archive_mode = on", "shared_buffers = 128MB", "log_checkpoints = on",
                // No checkpoint but those that somebody asks for.
                "max_wal_size = 4GB", "checkpoint_timeout = 1h", "bgwriter_lru_maxpages = 0");
    }

    @AfterEach
    void end() throws IOException {
        Files.deleteIfExists(archiverHangs);
        if (b().running()) {
            // Its restore_command writes into what belongs to A.
            b().kill9();
        }
        shard.close();
    }

    private void slow(PostgresServer server) {
        archiverHangs = server.directory().resolve("archiver-hangs");
        asked = server.directory().resolve("asked");
        server.configure(
                "archive_command = 'while test -e " + archiverHangs + "; do sleep 0.1; done'",
                "restore_command = 'echo %f >> " + asked + "; sleep 1; exit 1'");
    }

    private PostgresServer a() {
        return shard.server("node_a");
    }

    private PostgresServer b() {
        return shard.server("node_b");
    }

    private long timesAsked() {
        try {
            return Files.exists(asked) ? Files.readAllLines(asked).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String finding(String name) throws InterruptedException {
        return shard.precheck().checks().stream().filter(check -> check.name().equals(name)).map(Check::toString).findFirst().orElseThrow();
    }

    private void dirtyManyPages() {
        a().execute("CREATE TABLE heap (n int, filler text) WITH (fillfactor = 10)");
        // A row to a page. CREATE TABLE AS would write them itself.
        a().execute("INSERT INTO heap SELECT n, repeat('x', 500) FROM generate_series(1, " + 2 * MANY_PAGES + ") n");
    }

    /** How many pages each checkpoint of a server has written, the last one last. */
    private static List<Integer> writtenByCheckpoints(PostgresServer server) {
        return WRITTEN_BY_A_CHECKPOINT.matcher(server.log()).results().map((MatchResult it) -> Integer.parseInt(it.group(1))).toList();
    }

    @Test
    void noneIsWaitedForWhileClientsAreHeld() throws Exception {
        shard.succeed(PREPARE);
        assertThat(timesAsked()).as("the standby has a restore_command, and asks it").isPositive();
        dirtyManyPages();
        assertThat(finding("restore-command")).contains("emptied for the move");
        Files.createFile(archiverHangs);
        a().execute("SELECT pg_switch_wal()");
        await().until(() -> !a().psql("-c", "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'").equals("0"));

        AtomicLong askedBefore = new AtomicLong();
        AtomicLong askedAfter = new AtomicLong();
        AtomicBoolean stillEnding = new AtomicBoolean();
        AtomicReference<List<Integer>> shutdown = new AtomicReference<>();
        shard.atTheNextHold(() -> askedBefore.set(timesAsked()));
        shard.during("REJOINING", () -> {
            askedAfter.set(timesAsked());
            b().execute("INSERT INTO row DEFAULT VALUES");
            stillEnding.set(a().running());
            shutdown.set(writtenByCheckpoints(a()));
            deleteTheMark();
        });

        shard.succeed(CUTOVER);

        LOG.log(System.Logger.Level.INFO, "held for %d ms with an archiver that hangs and a restore_command of a second"
                .formatted(shard.traffic().holds().getLast().toMillis()));
        assertThat(stillEnding).as("the old primary waits for its archiver, while clients write to the new one").isTrue();
        assertThat(askedAfter.get()).as("files that restore_command was asked for in the window").isEqualTo(askedBefore.get());
        assertThat(shutdown.get().getLast()).as("pages written by the shutdown's checkpoint, of %s", shutdown.get()).isLessThan(FEW_PAGES);
        assertThat(shutdown.get()).as("before it").anyMatch(pages -> pages > MANY_PAGES);
        assertThat(a().psql("-c", "SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(b().psql("-c", "SHOW restore_command")).as("it is put back").contains("sleep 1");
    }

    private void deleteTheMark() {
        try {
            Files.delete(archiverHangs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
