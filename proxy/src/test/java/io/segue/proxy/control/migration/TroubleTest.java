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
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Warmth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real servers, clients and people do to a move, and what must come of it. */
class TroubleTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final AtomicInteger promotionsSeen = new AtomicInteger();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory).observedBy(during("", () -> {})).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    /** Does something when the work of a state begins. */
    private static MigrationObserver during(String state, Runnable happening) {
        return new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String started) {
                if (started.equals(state)) {
                    happening.run();
                }
            }
        };
    }

    private void restartObserved(String state, Runnable happening) throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory).observedBy(during(state, happening)).start();
    }

    private void isUndone(String footprint, Outcome outcome) {
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.traffic()).isEqualTo("node_a");
        assertThat(outcome.state()).isEqualTo("READY");
        assertThat(world.writer()).isEqualTo(World.A);
        assertThat(world.a().server().timeline()).isEqualTo(1);
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.OPEN);
    }

    @Test
    void aStandbyThatCannotConfirmIsNeverPromoted() throws Exception {
        restartObserved("STOPPING", () -> world.b().server().ailments().freeze());
        String footprint = world.footprint();
        Duration before = Duration.ofNanos(world.clock().nanos());
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.message()).contains("node_b is not proved to have everything");
        assertThat(world.b().server().inRecovery()).isTrue();
        assertThat(Duration.ofNanos(world.clock().nanos()).minus(before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void pausedReplayIsNoProof() throws Exception {
        restartObserved("PROVING", () -> world.b().server().ailments().pauseReplay());
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.detail()).contains("its replay is paused");
    }

    @Test
    void aHangingArchiverIsNotWaitedForOnTheWayBack() throws Exception {
        world.a().server().ailments().hangArchiver();
        restartObserved("PROVING", () -> world.b().server().ailments().pauseReplay());
        String footprint = world.footprint();
        isUndone(footprint, proxy.run(CUTOVER));
    }

    @Test
    void aHangingArchiverCostsTheWayBackButNotTheMove() throws Exception {
        world.a().server().ailments().hangArchiver();
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(outcome.result()).isEqualTo(Result.INCOMPLETE);
        assertThat(outcome.traffic()).isEqualTo("node_b");
        assertThat(outcome.message()).contains("the switchback is not ready");
        assertThat(outcome.hint()).contains("PREPARE main TO node_a");
        assertThat(world.writer()).isEqualTo(World.B);

        world.a().server().crash();
        proxy.expect(new MigrationCommand.Prepare("main", "node_a"), Result.DONE);
        assertThat(world.footprint()).doesNotContain("wal_sender_timeout", "wal_retrieve_retry_interval");
        assertThat(world.footprint()).as("the slot of the way there").contains("slots []");
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.A);
    }

    @Test
    void asksForThePromotionUntilItHappens() throws Exception {
        world.b().server().ailments().ignorePromotions(70);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(proxy.notes()).anyMatch(note -> note.contains("PROMOTING failed: whether node_b is promoted is not known yet"));
    }

    @Test
    void neverGoesBackWhenTheOutcomeOfThePromotionIsUnknown() throws Exception {
        restartObserved("PROMOTING", () -> {
            int seen = promotionsSeen.incrementAndGet();
            world.b().server().ailments().unreachable(seen < 5);
            assertThat(world.a().server().running()).isFalse();
        });
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(promotionsSeen).hasValueGreaterThan(4);
        assertThat(world.writer()).isEqualTo(World.B);
    }

    @Test
    void doesNotPromoteWhenSomebodyHasRevivedTheSource() throws Exception {
        restartObserved("PROMOTING", () -> {
            int seen = promotionsSeen.incrementAndGet();
            world.b().server().ailments().unreachable(seen == 1);
            if (seen == 2) {
                startWithoutFence();
            } else if (seen == 5) {
                world.a().server().crash();
            } else if (seen == 8) {
                world.b().server().promotedBySomebody();
            }
        });
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(promotionsSeen).as("asked again after the hand-made promotion").hasValue(8);
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.INCOMPLETE);
        assertThat(outcome.traffic()).isEqualTo("node_b");
        assertThat(proxy.notes()).anyMatch(note -> note.contains("it is PRIMARY; promoting now would make two primaries"))
                .anyMatch(note -> note.contains("it is CRASHED; promoting now"));
    }

    private void startWithoutFence() {
        try {
            world.a().unfence();
            world.a().server().startedBySomebody();
        } catch (NodeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSourceThatIsRestartedInTheWindowIsAStandby() throws Exception {
        restartObserved("PROVING", () -> {
            try {
                world.a().server().startedBySomebody();
            } catch (NodeException e) {
                throw new IllegalStateException(e);
            }
            assertThat(world.a().server().inRecovery()).isTrue();
        });
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(world.writer()).isEqualTo(World.B);
    }

    @Test
    void aSourceThatDiesInTheWindowComesBackAsThePrimary() throws Exception {
        restartObserved("STOPPING", () -> world.a().server().crash());
        String footprint = world.footprint();
        isUndone(footprint, proxy.run(CUTOVER));
    }

    @Test
    void aStopThatComesLateDoesNotTakeTheTrafficDown() throws Exception {
        restartObserved("STOPPING", () -> world.a().server().ailments().delayStop(8));
        String footprint = world.footprint();
        world.faults().plan(Faults.Kind.FAIL_AFTER, callsUntil("node_a.askToStopFenced"));
        isUndone(footprint, proxy.run(CUTOVER));
        assertThat(world.a().server().running()).isTrue();
    }

    /** A removal that was asked for long ago takes effect when the fence of this move stands there. */
    @Test
    void aSourceWhoseFenceIsGoneIsNotStopped() throws Exception {
        restartObserved("STOPPING", () -> world.a().server().losesFence());
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(world.faults().calls()).doesNotContain("node_a.start");
    }

    @Test
    void aSourceIsNotStoppedThroughTheShellOfAnother() throws Exception {
        world.a().server().ailments().sendShellToAnotherDirectory();
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.message()).contains("the shell of node_a is not that of its server");
        assertThat(world.faults().calls()).doesNotContain("node_a.askToStopFenced");
    }

    /** Its number in a cutover, found in another world. */
    private int callsUntil(String call) throws Exception {
        World other = new World();
        ModelProxy twin = new ModelProxy(other, new ModelFiles(), Files.createDirectory(stateDirectory.resolve("twin"))).start();
        twin.expect(PREPARE, Result.DONE);
        other.faults().none();
        twin.expect(CUTOVER, Result.DONE);
        return other.faults().calls().indexOf(call);
    }

    @Test
    void theSourceIsNotStartedWhileTheTargetIsNotProved() throws Exception {
        AtomicInteger revivals = new AtomicInteger();
        proxy = new ModelProxy(world, files, stateDirectory)
                .observedBy(new MigrationObserver() {
                    @Override
                    public void stepStarted(String shard, long migration, String state) {
                        if (state.equals("PROVING")) {
                            world.b().server().ailments().unreachable(true);
                        } else if (state.equals("REVIVING")) {
                            assertThat(world.a().server().running()).isFalse();
                            world.b().server().ailments().unreachable(revivals.incrementAndGet() < 4);
                        }
                    }
                })
                .start();
        String footprint = world.footprint();
        isUndone(footprint, proxy.run(CUTOVER));
        assertThat(revivals).hasValue(4);
        assertThat(proxy.notes()).anyMatch(note -> note.contains("node_a must not be started: node_b is not proved to be a standby"));
    }

    @Test
    void triesAgainWhenTheDrainOverruns() throws Exception {
        proxy.traffic().overrun(2);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(proxy.traffic().holds()).isEqualTo(3);
        assertThat(proxy.notes()).anyMatch(note -> note.contains("attempt 2 of 3")).anyMatch(note -> note.contains("attempt 3 of 3"));
    }

    @Test
    void givesUpAfterTheLastAttempt() throws Exception {
        proxy.traffic().overrun(3);
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.detail()).isEqualTo("attempt 3 of 3");
        assertThat(proxy.traffic().holds()).isEqualTo(3);
    }

    @Test
    void isNotFencedBetweenAttempts() throws Exception {
        restartObserved("WARMING", () -> assertThat(world.a().server().signal()).isFalse());
        proxy.traffic().overrun(2);
        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void keepsHoldsApart() throws Exception {
        proxy.expect(CUTOVER, Result.DONE);
        Duration before = Duration.ofNanos(world.clock().nanos());
        proxy.expect(SWITCHBACK, Result.DONE);
        assertThat(Duration.ofNanos(world.clock().nanos()).minus(before))
                .isGreaterThan(ModelProxy.limits().window().gap().minusSeconds(1));
    }

    @Test
    void aSessionThatCannotLogInToTheTargetStopsTheCutover() throws Exception {
        proxy.traffic().warmth(new Warmth(2, 1, "no pg_hba.conf entry for user \"app\"", List.of()));
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.detail()).contains("no pg_hba.conf entry");
    }

    @Test
    void aHoldThatSomebodyReleasesStopsTheCutover() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory)
                .observedBy(during("STOPPING", () -> proxy.traffic().resumedBySomebody()))
                .start();
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        isUndone(footprint, outcome);
        assertThat(outcome.message()).contains("the hold ended before the stop");
    }

    @Test
    void refusesATargetThatIsNotEmpty() throws Exception {
        proxy.expect(CLEANUP, Result.DONE);
        world.b().server().holds(new DataDirectory.SomethingElse("lost+found"));
        Outcome outcome = proxy.run(PREPARE);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.detail()).contains("lost+found");
        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []");
    }
}
