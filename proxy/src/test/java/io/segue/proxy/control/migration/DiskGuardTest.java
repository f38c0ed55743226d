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
import java.nio.file.Path;
import java.util.List;
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
}
