package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SWITCHBACK;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.gate.GateSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as an operator gives them: what is admitted, what is refused and how, what is shown. */
class CommandTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final List<String> steps = new ArrayList<>();

    private ModelProxy proxy() throws Exception {
        return new ModelProxy(world, files, stateDirectory).start();
    }

    private static void refused(Outcome outcome, String message, String hint) {
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.REFUSED);
        assertThat(outcome.message()).contains(message);
        assertThat(outcome.hint()).contains(hint);
    }

    @Test
    void refusesWhatMeansNothingNowAndSaysWhatDoes() throws Exception {
        ModelProxy proxy = proxy();
        refused(proxy.run(new MigrationCommand.Cutover("other")), "no shard other", "[main]");
        refused(proxy.run(CUTOVER), "has no migration", "PREPARE main TO node_b");
        refused(proxy.run(new MigrationCommand.Prepare("main", "node_c")), "no node node_c", "node_b");
        refused(proxy.run(new MigrationCommand.Prepare("main", "node_a")), "on node_a already", "another");
        proxy.expect(PREPARE, Result.DONE);
        refused(proxy.run(PREPARE), "is READY", "CUTOVER main");
        refused(proxy.run(SWITCHBACK), "is READY", "CUTOVER main");
        proxy.expect(CUTOVER, Result.DONE);
        refused(proxy.run(CUTOVER), "is MOVED", "SWITCHBACK main");
        refused(proxy.run(new MigrationCommand.Prepare("main", "node_a")), "is MOVED", "CLEANUP main");
        proxy.expect(CLEANUP, Result.DONE);
        refused(proxy.run(CLEANUP), "is DONE", "PREPARE main");
    }

    @Test
    void takesOneCommandAtATime() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<Outcome> others = new ArrayList<>();
        ModelProxy[] proxy = new ModelProxy[1];
        proxy[0] = new ModelProxy(world, files, stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String state) {
                if (state.equals("WARMING") && second.getCount() > 0) {
                    second.countDown();
                    others.add(commandFromElsewhere(proxy[0]));
                }
            }
        });
        proxy[0].start();
        proxy[0].expect(PREPARE, Result.DONE);
        proxy[0].expect(CUTOVER, Result.DONE);
        refused(others.getFirst(), "another command of shard main is under way", "ABORT main");
    }

    private static Outcome commandFromElsewhere(ModelProxy proxy) {
        try {
            assertThat(proxy.plan(CUTOVER).getFirst()).contains("under way");
            return proxy.run(CUTOVER);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goesOnWhenItsCallerIsGone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch callerGone = new CountDownLatch(1);
        ModelProxy proxy = new ModelProxy(world, files, stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String state) {
                if (state.equals("WARMING")) {
                    begun.countDown();
                    join(callerGone);
                }
            }
        });
        proxy.start();
        proxy.expect(PREPARE, Result.DONE);
        Thread caller = Thread.ofPlatform().start(() ->
                assertThatThrownBy(() -> proxy.run(CUTOVER)).isInstanceOf(InterruptedException.class));
        begun.await();
        caller.interrupt();
        caller.join();
        callerGone.countDown();
        await().until(() -> proxy.state().equals("MOVED"));
        assertThat(world.writer()).isEqualTo(World.B);
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void planDoesNothingAndSaysEverything() throws Exception {
        ModelProxy proxy = proxy();
        assertThat(proxy.plan(PREPARE)).anyMatch(line -> line.contains("slot segue_main_node_b on node_a"));
        proxy.expect(PREPARE, Result.DONE);
        String footprint = world.footprint();
        byte[] journal = files.content(stateDirectory.resolve("main.journal"));

        List<String> plan = proxy.plan(CUTOVER);

        assertThat(plan.getFirst()).isEqualTo("shard main: node_a -> node_b, traffic is on node_a");
        assertThat(plan).filteredOn(line -> line.startsWith("ok ")).hasSizeGreaterThan(15);
        assertThat(plan).noneMatch(line -> line.startsWith("refuse"));
        assertThat(plan).anyMatch(line -> line.startsWith("TUNING") && line.contains("wal_retrieve_retry_interval = '10ms'")
                        && line.contains("slot segue_main_node_a"))
                .anyMatch(line -> line.startsWith("PROMOTING") && line.contains("point of no return"));
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(files.content(stateDirectory.resolve("main.journal"))).isEqualTo(journal);
        assertThat(proxy.plan(SWITCHBACK)).singleElement().asString().startsWith("refuse").contains("CUTOVER main");
        assertThat(proxy.plan(ABORT)).anyMatch(line -> line.contains("drop slot segue_main_node_b on node_a"));
    }

    @Test
    void showsTheLastMigration() throws Exception {
        ModelProxy proxy = proxy();
        assertThat(proxy.service().list()).isEmpty();
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);

        MigrationStatus status = proxy.service().list().getFirst();
        assertThat(status.id()).isEqualTo(1);
        assertThat(status.state()).isEqualTo("MOVED");
        assertThat(status.source()).isEqualTo("node_a");
        assertThat(status.target()).isEqualTo("node_b");
        assertThat(status.traffic()).isEqualTo("node_b");
        assertThat(status.pointOfNoReturnPassed()).isFalse();
        assertThat(status.lagBytes()).isZero();
        assertThat(status.message()).isEmpty();
        assertThat(status.steps()).extracting(MigrationStatus.StepTime::step).containsExactly(
                "TUNING", "WARMING", "FENCING", "HOLDING", "STOPPING", "PROVING", "PROMOTING", "ROUTING", "REJOINING", "VERIFYING");

        world.a().server().crash();
        MigrationStatus alarmed = proxy.service().list().getFirst();
        assertThat(alarmed.lagBytes()).isEqualTo(-1);
        assertThat(alarmed.message()).startsWith("the switchback is not ready: ");
    }

    @Test
    void countsMigrationsOverRestarts() throws Exception {
        ModelProxy proxy = proxy();
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(ABORT, Result.DONE);
        assertThat(new String(files.content(stateDirectory.resolve("main.journal")), StandardCharsets.UTF_8).lines())
                .as("the journal of a migration that is over").hasSize(1);
        proxy = proxy();
        assertThat(proxy.state()).isEqualTo("ABANDONED");
        proxy.expect(PREPARE, Result.DONE);
        assertThat(proxy.service().list().getFirst().id()).isEqualTo(2);
    }

    @Test
    void tellsTheObserverEveryStep() throws Exception {
        ModelProxy proxy = new ModelProxy(world, files, stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepEnded(String shard, long migration, String state, long nanos, String next) {
                steps.add(shard + " " + migration + " " + state + " -> " + next);
                assertThat(nanos).isNotNegative();
            }

            @Override
            public void ended(MigrationCommand command, Outcome outcome) {
                steps.add(outcome.result().name());
            }
        });
        proxy.start();
        proxy.expect(PREPARE, Result.DONE);
        assertThat(steps).containsExactly("main 1 COPYING -> STREAMING", "main 1 STREAMING -> READY", "DONE");
    }

    @Test
    void servesAShardWithADamagedJournalAndRefusesItsCommands() throws Exception {
        proxy().expect(PREPARE, Result.DONE);
        byte[] damaged = files.content(stateDirectory.resolve("main.journal")).clone();
        damaged[5] ^= 1;
        files.replace(stateDirectory.resolve("main.journal"), damaged);
        ModelProxy proxy = proxy();
        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.OPEN);
        assertThat(proxy.traffic().route().node()).isEqualTo(World.A);
        refused(proxy.run(CUTOVER), "is damaged in line 1", "move the journal away");
        assertThat(proxy.plan(CUTOVER).getFirst()).startsWith("refuse").contains("damaged");
    }

    @Test
    void closingAbortsWhatCanBeAborted() throws Exception {
        ModelProxy proxy = proxy();
        proxy.expect(PREPARE, Result.DONE);
        proxy.service().close(Duration.ofSeconds(1));
        assertThat(proxy().state()).isEqualTo("READY");
    }
}
