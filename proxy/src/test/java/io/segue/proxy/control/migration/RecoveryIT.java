package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.CUTOVER;
import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.control.migration.RealShard.SWITCHBACK;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy crashes in the middle of moves between real servers, at the moments that matter most, and is started again. */
class RecoveryIT {

    /** The line of a cutover's journal that enters a state, from 0. */
    private static final int HOLDING = 3;
    private static final int PROVING = 5;
    private static final int PROMOTING = 6;
    private static final int ROUTING = 7;

    @TempDir
    private Path stateDirectory;

    private final ModelFiles files = new ModelFiles();

    private void crash(RealShard shard, MigrationCommand command, ModelFiles.Kind kind, int line) {
        files.plan(kind, line);
        assertThatThrownBy(() -> shard.run(command)).hasCauseInstanceOf(Crash.class);
        files.plan(ModelFiles.Kind.NONE, -1);
    }

    private static void comesUpOn(RealShard shard, String node, String state) throws Exception {
        shard.startProxy();
        assertThat(shard.awaitRest()).isEqualTo(state);
        assertThat(shard.traffic().route().node().name()).isEqualTo(node);
        shard.server(node).execute("INSERT INTO row DEFAULT VALUES");
    }

    @Test
    void goesBackBeforeTheDecisionAndOnAfterIt() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory, files)) {
            shard.succeed(PREPARE);
            String a = shard.footprint("node_a");
            String b = shard.footprint("node_b");

            crash(shard, CUTOVER, ModelFiles.Kind.CRASH_AFTER, HOLDING);
            comesUpOn(shard, "node_a", "READY");
            assertThat(shard.footprint("node_a")).isEqualTo(a);

            crash(shard, CUTOVER, ModelFiles.Kind.CRASH_AFTER, PROVING);
            Awaitility.await("the stop that was asked for").until(() -> !shard.server("node_a").running());
            comesUpOn(shard, "node_a", "READY");
            assertThat(shard.footprint("node_a")).isEqualTo(a);
            assertThat(shard.footprint("node_b")).isEqualTo(b);
            assertThat(shard.node("node_a").status().timeline()).isEqualTo(1);

            crash(shard, CUTOVER, ModelFiles.Kind.CRASH_AFTER, PROMOTING);
            comesUpOn(shard, "node_b", "MOVED");

            crash(shard, SWITCHBACK, ModelFiles.Kind.CRASH_BEFORE, ROUTING);
            comesUpOn(shard, "node_a", "READY");
            assertThat(shard.node("node_a").status().timeline()).isEqualTo(3);
            assertThat(shard.footprint("node_a")).isEqualTo(a);
            assertThat(shard.server("node_a").psql("-c", "SELECT count(*) FROM row")).isEqualTo("4");
        }
    }

    /**
     * The source gives up to wait for a standby that confirms nothing, and ends as cleanly as ever: its control file says "shut down", its exit
     * code is 0, and the standby does not have its last checkpoint. Nothing is to be inferred from the clean end.
     */
    @Test
    void aCleanEndOfTheSourceDoesNotProveThatTheStandbyHasItAll() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory, files)) {
            shard.succeed(PREPARE);
            shard.server("node_a").execute("INSERT INTO row DEFAULT VALUES");
            String receiver = shard.server("node_b").psql("-c", "SELECT pid FROM pg_stat_wal_receiver");
            shard.atTheNextHold(() -> signal("STOP", receiver));

            crash(shard, CUTOVER, ModelFiles.Kind.CRASH_AFTER, PROVING);
            Awaitility.await("the source gives up").until(() -> !shard.server("node_a").running());
            ControlData end = shard.node("node_a").controlData();
            assertThat(end.shutDown()).isTrue();
            assertThat(shard.node("node_b").replayed()).isLessThanOrEqualTo(end.checkpoint());

            comesUpOn(shard, "node_a", "READY");
            assertThat(shard.node("node_b").inRecovery()).isTrue();
            assertThat(shard.node("node_a").status().timeline()).isEqualTo(1);
            signal("CONT", receiver);
            assertThat(shard.server("node_a").psql("-c", "SELECT count(*) FROM row")).isEqualTo("2");
        }
    }

    /** As above, with a proxy that lives to see it: the proof ends in its time, and the source serves again, on the same timeline. */
    @Test
    void aSourceWhoseStandbyIsFrozenServesAgain() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory, files)) {
            shard.succeed(PREPARE);
            String a = shard.footprint("node_a");
            String receiver = shard.server("node_b").psql("-c", "SELECT pid FROM pg_stat_wal_receiver");
            shard.atTheNextHold(() -> signal("STOP", receiver));

            Outcome outcome = shard.run(CUTOVER);

            assertThat(outcome.result()).as("%s", outcome).isEqualTo(Outcome.Result.FAILED);
            assertThat(outcome.message()).contains("node_b is not proved to have everything");
            shard.server("node_a").execute("INSERT INTO row DEFAULT VALUES");
            assertThat(shard.node("node_a").status().timeline()).isEqualTo(1);
            assertThat(shard.node("node_b").inRecovery()).isTrue();
            assertThat(shard.footprint("node_a")).isEqualTo(a);
            signal("CONT", receiver);
            await().until(() -> shard.node("node_b").status().receiver().isPresent());
            shard.succeed(CUTOVER);
            assertThat(shard.server("node_b").psql("-c", "SELECT count(*) FROM row")).isEqualTo("1");
        }
    }

    /** After a move the old machine comes back from a snapshot, without its fence, and the new primary cannot be reached by a proxy that has just started. */
    @Test
    void anOldPrimaryFromASnapshotIsRefusedWhileTheNewOneIsAway() throws Exception {
        try (RealShard shard = new RealShard(stateDirectory, files)) {
            PostgresServer a = shard.server("node_a");
            PostgresServer b = shard.server("node_b");
            Path snapshot = a.dataDirectory().resolveSibling("snapshot");
            a.stop(StopMode.FAST);
            succeeds(a.asOwner(List.of("cp", "-a", a.dataDirectory().toString(), snapshot.toString())));
            a.start();
            await().ignoreExceptions().until(() -> !shard.node("node_a").status().inRecovery());
            shard.succeed(PREPARE);
            shard.succeed(CUTOVER);

            a.stop(StopMode.FAST);
            b.stop(StopMode.FAST);
            succeeds(a.asOwner(List.of("mv", a.dataDirectory().toString(), a.dataDirectory().resolveSibling("after").toString())));
            succeeds(a.asOwner(List.of("mv", snapshot.toString(), a.dataDirectory().toString())));
            a.start();
            a.execute("INSERT INTO row DEFAULT VALUES");
            await().ignoreExceptions().until(() -> shard.node("node_a").status().timeline() == 1);

            assertThat(shard.startAnew(Duration.ofSeconds(3))).isInstanceOf(Start.Unproved.class);

            a.stop(StopMode.FAST);
            b.start();
            assertThat(shard.awaitRest()).isEqualTo("MOVED");
            assertThat(shard.traffic().route().node().name()).isEqualTo("node_b");
        }
    }

    private static void succeeds(List<String> command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void signal(String name, String pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
