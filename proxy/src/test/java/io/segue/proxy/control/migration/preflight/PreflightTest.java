package io.segue.proxy.control.migration.preflight;

import static io.segue.proxy.control.migration.model.ModelProxy.CLEANUP;
import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.MigrationObserver;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.ForeignSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each red line: named, found, with what to do, and nothing done. */
class PreflightTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory).owning(_ -> List.of(4711)).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    private void refuses(String check, String finding) throws InterruptedException {
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.REFUSED);
        assertThat(outcome.detail()).contains(check + ": ").contains(finding);
        assertThat(outcome.hint()).isNotEmpty();
        assertThat(proxy.notes()).anyMatch(line -> line.startsWith("refuse") && line.contains(check) && line.contains(" -- "));
        assertThat(world.footprint()).isEqualTo(footprint);
        assertThat(proxy.state()).isEqualTo("READY");
    }

    private static ForeignSession session(int pid, String kind, String application) {
        return new ForeignSession(pid, kind, "app", "shop", application, "10.0.0.7", "idle", false);
    }

    @Test
    void aParameterThatIsTooLow() throws Exception {
        world.b().server().settings().override("max_connections", "5");
        refuses("max-connections", "10 and 5");
    }

    @Test
    void differencesWorthKnowingAreNoRefusal() throws Exception {
        world.b().server().settings().override("archive_mode", "on");
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(proxy.notes()).anyMatch(line -> line.startsWith("warn") && line.contains("archive_mode"));
    }

    @Test
    void foreignSessions() throws Exception {
        world.a().server().connect(session(815, "client backend", "psql"));
        refuses("bypassing-clients", "pid 815 app@shop from 10.0.0.7 (psql)");
    }

    @Test
    void ownSessionsAreNotForeign() throws Exception {
        world.a().server().connect(session(4711, "client backend", "shop"));
        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void otherWalsenders() throws Exception {
        world.a().server().connect(session(99, "walsender", "node_b"));
        world.a().server().connect(session(100, "walsender", "cdc"));
        refuses("other-walsenders", "1 on node_a: pid 100");
    }

    @Test
    void pausedReplay() throws Exception {
        world.b().server().ailments().pauseReplay();
        refuses("target-replay", "paused");
    }

    @Test
    void aReceiverThatDoesNotStream() throws Exception {
        world.b().server().ailments().freeze();
        refuses("target-receiver", "no walreceiver");
    }

    @Test
    void aTargetThatIsDown() throws Exception {
        world.b().server().crash();
        refuses("target-answers", "node_b: cannot connect");
    }

    @Test
    void aTargetThatIsAPrimaryAlready() throws Exception {
        world.a().server().crash();
        world.b().server().promotedBySomebody();
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    }

    @Test
    void aFenceThatIsThereAlready() throws Exception {
        world.a().fence();
        refuses("source-fence", "standby.signal is there already");
    }

    @Test
    void aHoldOfSomebodyElse() throws Exception {
        assertThat(proxy.traffic().hold("pause", Duration.ofSeconds(1))).isCompleted();
        refuses("gate", "HOLDING");
    }

    private static Terms allowing(String... checks) {
        return new Terms("ops", Set.of(checks), Terms.Hold.WHEN_READY);
    }

    @Test
    void whatIsAllowedByNameIsPassedOverAndWrittenDown() throws Exception {
        world.a().server().connect(session(815, "client backend", "psql"));
        world.a().server().connect(session(100, "walsender", "cdc"));
        proxy.terms(allowing("bypassing-clients"));
        refuses("other-walsenders", "1 on node_a: pid 100");

        proxy.terms(allowing("bypassing-clients", "other-walsenders"));
        proxy.expect(CUTOVER, Result.DONE);

        assertThat(proxy.notes()).anyMatch(line -> line.startsWith("warn") && line.contains("bypassing-clients") && line.contains("allowed: "));
        assertThat(files.everything()).contains("\"allowed\":[\"bypassing-clients\",\"other-walsenders\"]");
    }

    @Test
    void aNameThatIsAllowedForNothingStillStops() throws Exception {
        proxy.terms(allowing("bypasing-clients"));
        refuses("allow", "no check is called bypasing-clients");
        assertThat(proxy.run(CUTOVER).hint()).contains("did you mean bypassing-clients?");
    }

    @Test
    void noBlanketForce() throws Exception {
        world.b().server().ailments().pauseReplay();
        proxy.terms(allowing("target-replay"));
        refuses("allow", "target-replay cannot be allowed");
    }

    @Test
    void theLastLookFindsWhatHasChangedSince() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory).observedBy(new MigrationObserver() {
            @Override
            public void stepStarted(String shard, long migration, String state) {
                if (state.equals("FENCING")) {
                    world.a().server().settings().override("max_connections", "20");
                    world.b().server().ailments().pauseReplay();
                }
            }
        }).start();
        String footprint = world.footprint();

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("the last look before the fence: 2 of");
        assertThat(outcome.detail()).contains("max-connections: 20 and 10", "target-replay: paused");
        assertThat(proxy.traffic().holds()).isZero();
        assertThat(world.footprint()).isEqualTo(footprint);
    }

    @Test
    void aStrangeClusterOnTheTargetOfAPrepare() throws Exception {
        proxy.expect(CLEANUP, Result.DONE);
        world.b().server().holds(new DataDirectory.Cluster("42"));
        Outcome outcome = proxy.run(PREPARE);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(outcome.detail()).contains("system identifier 42");
        assertThat(outcome.hint()).contains("Segue never deletes there");
    }

    @Test
    void cleanupWithoutAProvedNode() throws Exception {
        proxy.expect(CUTOVER, Result.DONE);
        world.b().server().ailments().unreachable(true);
        String footprint = world.footprint();
        Outcome outcome = proxy.run(CLEANUP);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
        assertThat(world.footprint()).isEqualTo(footprint);
    }
}
