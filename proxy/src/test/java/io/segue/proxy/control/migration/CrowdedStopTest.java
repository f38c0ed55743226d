package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.report.ReportSummary;
import io.segue.proxy.control.migration.step.StopForecast;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.gate.GateSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop waits for the end of every process and cannot be called off: what would take too long is not begun, and what takes longer is used. */
class CrowdedStopTest {

    private static final int MANY = 10_000;

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private ModelProxy proxy;
    private String footprint;

    @BeforeEach
    void prepare() throws Exception {
        start("", () -> { });
        proxy.expect(PREPARE, Result.DONE);
        footprint = world.footprint();
    }

    /** Every session on the source is the proxy's own. @param state when its work begins, once, {@code happening} happens */
    private void start(String state, Runnable happening) throws Exception {
        Once once = new Once(happening);
        proxy = new ModelProxy(world, files, stateDirectory)
                .owning(_ -> IntStream.range(0, MANY).boxed().toList())
                .observedBy(new MigrationObserver() {
                    @Override
                    public void stepStarted(String shard, long migration, String started) {
                        if (started.equals(state)) {
                            once.run();
                        }
                    }
                })
                .start();
    }

    private static final class Once implements Runnable {

        private Runnable left;

        Once(Runnable deed) {
            left = deed;
        }

        @Override
        public void run() {
            Runnable now = left;
            left = () -> { };
            now.run();
        }
    }

    private void connect(int number) {
        IntStream.range(0, number).forEach(pid -> world.a().server().connect(
                new ForeignSession(pid, "client backend", "app", "shop", "", "10.0.0.7", "idle", false)));
    }

    private void isAsBefore(Outcome outcome) {
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.traffic()).isEqualTo("node_a");
        assertThat(world.writer()).isEqualTo(World.A);
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.OPEN);
    }

    private Duration pause() {
        Optional<ReportSummary> last = proxy.service().reports().last(Optional.of(ModelProxy.SHARD));
        return last.flatMap(ReportSummary::pause).orElseThrow();
    }

    @Test
    void tooManyProcessesHoldNobody() throws Exception {
        connect(1_400);

        Outcome outcome = proxy.run(CUTOVER);

        isAsBefore(outcome);
        assertThat(outcome.message()).startsWith("the stop of node_a would take too long");
        assertThat(outcome.detail()).contains("1400 processes of clients, whose ends take some 2100 ms of 2 processors").contains("2000 ms");
        assertThat(proxy.traffic().holds()).isZero();
    }

    @Test
    void asManyAsFitAreNoReason() throws Exception {
        connect(1_300);

        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void whoAllowsItByNameHasIt() throws Exception {
        connect(1_400);
        proxy.terms(new Terms("ops", Set.of(StopForecast.TOO_LONG), Terms.Hold.WHEN_READY));

        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void whenTheyComeBackInTheHoldTheMoveIsPutOff() throws Exception {
        start("HOLDING", () -> connect(1_400));

        Outcome outcome = proxy.run(CUTOVER);

        isAsBefore(outcome);
        assertThat(proxy.notes()).anyMatch(note -> note.contains("node_a has 1400 processes of clients"));
        assertThat(outcome.message()).as("as long as they are there").startsWith("the stop of node_a would take too long");
        assertThat(proxy.traffic().holds()).isEqualTo(1);
        assertThat(world.a().server().timeline()).isEqualTo(1);
    }

    @Test
    void aStopThatTakesLongerIsWaitedForWhileTheHoldHasTime() throws Exception {
        start("STOPPING", () -> world.a().server().ailments().delayStop(3_000));

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(pause()).isBetween(Duration.ofMillis(1_000), ModelProxy.limits().window().hold());
    }

    @Test
    void anAnswerThatComesLateIsWaitedForAsLongAsTheStopItself() throws Exception {
        world.a().server().ailments().delayAnswerToStop(Duration.ofMillis(1_400));

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(pause()).isBetween(Duration.ofMillis(1_400), ModelProxy.limits().window().hold());
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForLonger() throws Exception {
        world.a().server().ailments().delayAnswerToStop(Duration.ofMinutes(1));

        Outcome outcome = proxy.run(CUTOVER);

        isAsBefore(outcome);
        assertThat(outcome.message()).contains("no answer within");
        assertThat(pause()).isLessThan(ModelProxy.limits().window().hold());
    }

    @Test
    void aStopThatTakesTooLongIsUndoneWithinTheHold() throws Exception {
        start("STOPPING", () -> world.a().server().ailments().delayStop(4_400));

        Outcome outcome = proxy.run(CUTOVER);

        isAsBefore(outcome);
        assertThat(outcome.message()).startsWith("node_a did not shut down in time");
        assertThat(world.a().server().timeline()).isEqualTo(1);
        assertThat(pause()).isLessThan(ModelProxy.limits().window().hold());
    }
}
