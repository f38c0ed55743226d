package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.ABORT;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort in every state: before the point of no return it undoes, after it it is refused. */
class AbortTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final CompletableFuture<Outcome> aborted = new CompletableFuture<>();
    private ModelProxy proxy;

    private void startAbortingIn(String state) throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String started) {
                if (started.equals(state) && !aborted.isDone()) {
                    abortFromElsewhere();
                }
            }
        });
        proxy.start();
    }

    /** Returns when the abort has been asked for: its caller waits for the end, or has been refused. */
    private void abortFromElsewhere() {
        Thread operator = Thread.ofPlatform().name("operator").start(() -> {
            try {
                aborted.complete(proxy.run(ABORT));
            } catch (InterruptedException e) {
                aborted.completeExceptionally(e);
            }
        });
        await().pollInterval(Duration.ofMillis(1)).until(
                () -> operator.getState() == Thread.State.WAITING || aborted.isDone());
    }

    private Outcome abortOutcome() throws Exception {
        return aborted.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TUNING", "WARMING", "FENCING", "HOLDING", "RETREATING", "STOPPING", "PROVING"})
    void undoesACutover(String state) throws Exception {
        startAbortingIn(state);
        proxy.expect(PREPARE, Result.DONE);
        proxy.traffic().overrun(state.equals("RETREATING") ? 1 : 0);
        String footprint = world.footprint();

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).isEqualTo("aborted by request; traffic is on node_a");
        assertThat(abortOutcome().result()).isEqualTo(Result.DONE);
        assertThat(proxy.state()).isEqualTo("READY");
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(world.writer()).isEqualTo(World.A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPYING", "STREAMING"})
    void undoesAPrepare(String state) throws Exception {
        startAbortingIn(state);
        Outcome outcome = proxy.run(PREPARE);
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(abortOutcome().result()).isEqualTo(Result.DONE);
        assertThat(proxy.state()).isEqualTo("ABANDONED");
        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []").contains("node_b DOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROMOTING", "ROUTING", "REJOINING", "VERIFYING"})
    void isRefusedAfterThePointOfNoReturn(String state) throws Exception {
        startAbortingIn(state);
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(abortOutcome().result()).isEqualTo(Result.REFUSED);
        assertThat(abortOutcome().message()).contains("cannot be aborted in " + state);
        assertThat(abortOutcome().hint()).contains("SWITCHBACK main");
        assertThat(world.writer()).isEqualTo(World.B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVIVING", "UNDOING"})
    void isRefusedWhenItIsBeingUndoneAlready(String state) throws Exception {
        startAbortingIn(state);
        proxy.expect(PREPARE, Result.DONE);
        proxy.traffic().overrun(3);
        proxy.expect(CUTOVER, Result.FAILED);
        assertThat(abortOutcome().result()).isEqualTo(Result.REFUSED);
        assertThat(abortOutcome().hint()).contains("already");
    }

    @Test
    void givesUpWhatIsReady() throws Exception {
        startAbortingIn("nothing");
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(ABORT, Result.DONE);
        assertThat(world.footprint()).contains("node_a PRIMARY {} slots []").contains("node_b DOWN fenced");
        proxy.expect(PREPARE, Result.DONE);
        assertThat(proxy.notes()).contains("node_b holds a copy already");
    }

    @Test
    void isRefusedWhereNothingIsToBeAborted() throws Exception {
        startAbortingIn("nothing");
        assertThat(proxy.run(ABORT).hint()).isEqualTo("PREPARE main TO node_b");
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        Outcome outcome = proxy.run(ABORT);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.hint()).contains("SWITCHBACK main");
    }
}
