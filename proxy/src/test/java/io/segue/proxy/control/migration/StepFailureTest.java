package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.Faults;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.route.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every single call to a node fails once, before or after it took effect. What was begun before the point of no return is undone and
 * leaves nothing behind; what was begun after it is finished, or says loudly that the way back is not ready. At no moment do two nodes take writes.
 */
class StepFailureTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    /** The world just before the command under test, and the proxy in it. */
    private record Scene(World world, ModelProxy proxy) {}

    private Scene scene(List<MigrationCommand> before, int number) throws Exception {
        World world = new World();
        Path directory = stateDirectory.resolve(String.valueOf(number));
        Files.createDirectories(directory);
        ModelProxy proxy = new ModelProxy(world, new ModelFiles(), directory).start();
        for (MigrationCommand command : before) {
            proxy.expect(command, Result.DONE);
        }
        return new Scene(world, proxy);
    }

    private int calls(List<MigrationCommand> before, MigrationCommand command) throws Exception {
        Scene scene = scene(before, 0);
        scene.world().faults().plan(Faults.Kind.NONE, -1);
        scene.proxy().expect(command, Result.DONE);
        return scene.world().faults().calls().size();
    }


    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER"})
    void everyCallOfACutover(Faults.Kind failure) throws Exception {
        everyCall(failure, List.of(PREPARE), CUTOVER);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER"})
    void everyCallOfASwitchback(Faults.Kind failure) throws Exception {
        everyCall(failure, List.of(PREPARE, CUTOVER), SWITCHBACK);
    }

    /** Whoever is told that something did not come about is told what to do next. */
    private static void assertHinted(Outcome outcome, String what) {
        if (outcome.result() != Result.DONE) {
            assertThat(outcome.hint()).as(what).isNotBlank();
        }
    }

    private void everyCall(Faults.Kind failure, List<MigrationCommand> before, MigrationCommand command) throws Exception {
        int calls = calls(before, command);
        assertThat(calls).isGreaterThan(40);
        for (int call : IntStream.range(0, calls).toArray()) {
            Scene scene = scene(before, call + 1);
            String footprint = scene.world().footprint();
            Node writer = scene.world().writer();
            scene.world().faults().plan(failure, call);
            Outcome outcome = scene.proxy().run(command);
            String what = failure + " at " + call + " " + scene.world().faults().calls().get(call) + ": " + outcome;
            scene.world().faults().none();
            assertThat(scene.proxy().traffic().snapshot().state()).as(what).isEqualTo(GateSnapshot.State.OPEN);
            assertThat(scene.proxy().traffic().route().node()).as(what).isEqualTo(scene.world().writer());
            assertHinted(outcome, what);
            switch (outcome.result()) {
                case FAILED, REFUSED -> {
                    assertThat(scene.world().footprint()).as(what).isEqualTo(footprint);
                    assertThat(scene.world().writer()).as(what).isEqualTo(writer);
                    assertThat(scene.proxy().traffic().warm()).as(what).isFalse();
                    scene.proxy().expect(command, Result.DONE);
                }
                case DONE -> assertThat(scene.world().writer()).as(what).isNotEqualTo(writer);
                case INCOMPLETE -> {
                    assertThat(outcome.state()).as(what).isEqualTo("ALONE");
                    assertThat(scene.world().writer()).as(what).isNotEqualTo(writer);
                    scene.proxy().expect(new MigrationCommand.Prepare(ModelProxy.SHARD, writer.name()), Result.DONE);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER"})
    void everyCallOfAPrepare(Faults.Kind failure) throws Exception {
        int calls = calls(List.of(), PREPARE);
        for (int call : IntStream.range(0, calls).toArray()) {
            Scene scene = scene(List.of(), call + 1);
            scene.world().faults().plan(failure, call);
            Outcome outcome = scene.proxy().run(PREPARE);
            String what = failure + " at " + call + " " + scene.world().faults().calls().get(call) + ": " + outcome;
            scene.world().faults().none();
            assertThat(scene.world().writer()).as(what).isEqualTo(World.A);
            assertHinted(outcome, what);
            if (outcome.result() != Result.DONE) {
                assertThat(outcome.result()).as(what).isIn(Result.FAILED, Result.REFUSED);
                assertThat(scene.world().footprint()).as(what).contains("node_a PRIMARY {} slots []").contains("node_b DOWN");
                scene.proxy().expect(PREPARE, Result.DONE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER"})
    void everyCallOfACleanup(Faults.Kind failure) throws Exception {
        int calls = calls(List.of(PREPARE, CUTOVER), CLEANUP);
        for (int call : IntStream.range(0, calls).toArray()) {
            Scene scene = scene(List.of(PREPARE, CUTOVER), call + 1);
            scene.world().faults().plan(failure, call);
            Outcome outcome = scene.proxy().run(CLEANUP);
            scene.world().faults().none();
            assertHinted(outcome, outcome.toString());
            if (outcome.result() != Result.DONE) {
                scene.proxy().expect(CLEANUP, Result.DONE);
            }
            String what = failure + " at " + call + ": " + outcome;
            assertThat(scene.world().writer()).as(what).isEqualTo(World.B);
            assertThat(scene.world().footprint()).as(what).contains("node_a DOWN fenced").contains("slots []");
        }
    }
}
