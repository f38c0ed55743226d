package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.ModelSurveyor.MachineFacts;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.step.WalPace;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No migration fills the disk of the node that serves: whoever makes it keep WAL is given up before. */
class DiskGuardTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private ModelProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
    }

    private static void roomForWal(ModelServer server, long megabytes) {
        server.survey().onMachine(new MachineFacts(1L << 40, megabytes << 20, true, true, 0, List.of(), List.of(), ""));
    }

    private ModelServer a() {
        return world.a().server();
    }

    private ModelServer b() {
        return world.b().server();
    }

    @Test
    void aStandbyThatDoesNotCatchUpIsGivenUpInTime() throws Exception {
        b().ailments().freeze();
        roomForWal(a(), 255);

        Outcome outcome = proxy.run(PREPARE);

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("given up before the disk of node_a is full");
        assertThat(outcome.detail()).contains("255 MB are free for WAL there");
        assertThat(outcome.hint()).contains("make room");
        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []");
    }

    @Test
    void oneThatIsDownLaterIsGivenUpAsWell() throws Exception {
        proxy.expect(PREPARE, Result.DONE);
        b().crash();
        roomForWal(a(), 256);
        proxy.service().guard();
        assertThat(world.footprint()).as("there is room").contains("slots [segue_main_node_b]");
        assertThat(proxy.service().guard()).as("but little of it, and so the next look comes soon").isEqualTo(WalPace.SHORTEST);

        roomForWal(a(), 255);
        proxy.service().guard();

        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []");
        assertThat(proxy.run(CUTOVER).result()).isEqualTo(Result.REFUSED);
        proxy.run(ABORT);
        assertThat(proxy.traffic().route().node()).isEqualTo(world.writer());
    }

    @Test
    void afterAMoveTheWayBackIsGivenUpRatherThanTheNewPrimary() throws Exception {
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        a().crash();
        roomForWal(b(), 10);

        proxy.service().guard();

        assertThat(world.footprint()).doesNotContain("segue_main_node_a]");
        assertThat(proxy.service().list().getFirst().readiness().ready()).isFalse();
    }

    @Test
    void oneThatFollowsCostsNothingHoweverLittleRoomThereIs() throws Exception {
        proxy.expect(PREPARE, Result.DONE);
        roomForWal(a(), 1);

        proxy.service().guard();

        assertThat(world.footprint()).contains("slots [segue_main_node_b]");
    }

    /** A node that could not come back after the move, and perhaps never will. */
    @Test
    void soIsOneThatHasNotRejoined() throws Exception {
        proxy.expect(PREPARE, Result.DONE);
        a().ailments().hangArchiver();
        proxy.expect(CUTOVER, Result.INCOMPLETE);
        assertThat(proxy.state()).isEqualTo("ALONE");
        assertThat(world.footprint()).contains("slots [segue_main_node_a]");
        roomForWal(b(), 10);

        proxy.service().guard();

        assertThat(world.footprint()).doesNotContain("segue_main_node_a]");
        a().crash();
        a().ailments().heal();
        roomForWal(b(), 1_000);
        proxy.expect(new MigrationCommand.Prepare(ModelProxy.SHARD, "node_a"), Result.DONE);
    }

    /** It may wait for hours until somebody says GO. */
    @Test
    void aPostponedMoveEndsBeforeTheDiskIsFull() throws Exception {
        proxy.expect(PREPARE, Result.DONE);
        CountDownLatch waits = new CountDownLatch(1);
        FutureTask<Outcome> cutover = new FutureTask<>(() -> proxy.service().run(
                new Order(CUTOVER, new Terms("ops", Set.of(), Terms.Hold.WHEN_TOLD)), line -> {
                    if (line.startsWith("ready for the hold")) {
                        roomForWal(a(), 1);
                        waits.countDown();
                    }
                }));
        Thread.ofVirtual().start(cutover);
        assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(cutover.isDone()).as("who follows costs nothing").isFalse();

        b().crash();

        Outcome outcome = cutover.get(60, TimeUnit.SECONDS);
        assertThat(outcome.message()).contains("given up before the disk of node_a is full");
        assertThat(outcome.traffic()).isEqualTo("node_a");
        proxy.service().guard();
        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []");
    }
}
