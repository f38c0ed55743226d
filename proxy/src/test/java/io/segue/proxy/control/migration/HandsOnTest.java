package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with their own hands while nobody takes writes, between the stop of the source and the promotion of the target. */
class HandsOnTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, Happening> happenings = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private ModelProxy proxy;

    private interface Happening {
        void happen() throws NodeException;
    }

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory)
                .observedBy(new MigrationObserver() {
                    @Override
                    public void stepStarted(String shard, long migration, String state) {
                        happenAt(state + " " + seen.merge(state, 1, Integer::sum));
                    }
                })
                .start();
        proxy.expect(PREPARE, Result.DONE);
    }

    /** Just before the work of a state is begun for the so many-th time. */
    private void at(String stateAndNumber, Happening happening) {
        happenings.put(stateAndNumber, happening);
    }

    private void happenAt(String stateAndNumber) {
        try {
            Optional<Happening> due = Optional.ofNullable(happenings.get(stateAndNumber));
            if (due.isPresent()) {
                due.get().happen();
            }
        } catch (NodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The proxy ends there; what it showed until then is kept. */
    private void endAt(String stateAndNumber) {
        at(stateAndNumber, () -> {
            proxy.service().list().forEach(status -> messages.add(status.message()));
            throw new Crash("the end of the proxy at " + stateAndNumber);
        });
    }

    private void moveUntilTheEnd() {
        assertThatThrownBy(() -> proxy.run(CUTOVER)).hasCauseInstanceOf(Crash.class);
    }

    @Test
    void aTargetThatIsPromotedByHandKeepsTheSourceStoppedAndItIsSaidWhatToDo() throws Exception {
        at("PROVING 1", () -> world.b().server().promotedBySomebody());
        endAt("REVIVING 5");
        moveUntilTheEnd();

        assertThat(world.faults().calls()).doesNotContain("node_a.start");
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(messages).singleElement().satisfies(message -> assertThat(message)
                .contains("node_a must not be started: somebody has promoted node_b")
                .contains("node_b is on timeline 2, node_a was stopped on timeline 1; it takes writes")
                .contains("To keep node_b: stop the proxy", stateDirectory.toString(), "PREPARE main TO node_a"));
        // What the hint says.
        ModelProxy again = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        assertThat(again.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.OPEN);
        assertThat(again.traffic().route().node()).isEqualTo(World.B);
        again.expect(new MigrationCommand.Prepare("main", "node_a"), Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
    }

    /** It may have taken writes in between: a standby it is, of another history. */
    @Test
    void aTargetThatWasPromotedAndIsAStandbyAgainKeepsTheSourceStopped() throws Exception {
        at("PROVING 1", () -> world.b().server().promotedBySomebody());
        at("REVIVING 2", () -> {
            world.b().server().crash();
            world.b().fence();
            world.b().server().startedBySomebody();
        });
        endAt("REVIVING 5");
        moveUntilTheEnd();

        assertThat(world.b().server().inRecovery()).isTrue();
        assertThat(world.faults().calls()).doesNotContain("node_a.start");
        assertThat(messages).singleElement().satisfies(message -> assertThat(message)
                .contains("node_b is on timeline 2, node_a was stopped on timeline 1; it is a standby again"));
    }

    /** The proof of the stop is old by then, and the source cannot be asked. */
    @Test
    void aTargetThatHasMoreThanTheStopIsNotPromoted() throws Exception {
        at("PROMOTING 1", () -> world.b().server().ailments().unreachable(true));
        at("PROMOTING 2", () -> {
            world.a().unfence();
            world.a().server().startedBySomebody();
            for (long row = 1_000; row < 1_010; row++) {
                world.execute(World.A, row);
            }
            world.a().server().crash();
            world.a().server().ailments().loseShell();
            world.b().server().ailments().unreachable(false);
        });
        endAt("PROMOTING 5");
        moveUntilTheEnd();

        assertThat(world.rows(World.B)).as("it came over while the target could not be asked").contains(1_009L);
        assertThat(world.b().server().inRecovery()).isTrue();
        assertThat(messages).singleElement().satisfies(message ->
                assertThat(message).contains("the promotion of node_b is decided, but node_a lived on after its stop"));
    }

    @Test
    void aTargetThatHasNotEverythingAgainIsNotPromotedBeforeItHas() throws Exception {
        at("PROMOTING 1", () -> world.b().server().ailments().unreachable(true));
        at("PROMOTING 2", () -> {
            world.b().server().ailments().unreachable(false);
            world.b().server().replaysOnlyTo(world.a().controlData().checkpoint());
        });
        at("PROMOTING 4", () -> {
            assertThat(world.b().server().inRecovery()).isTrue();
            world.b().server().replaysAll();
        });
        proxy.expect(CUTOVER, Result.DONE);

        assertThat(seen).containsEntry("PROMOTING", 4);
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(proxy.notes()).anyMatch(note -> note.contains("is decided, but it has not everything again yet"));
    }
}
