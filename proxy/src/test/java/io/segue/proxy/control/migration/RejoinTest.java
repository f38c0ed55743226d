package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.node.NodeException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The old primary comes back as a standby, whatever ends it meanwhile; and as nothing else. */
class RejoinTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private ModelProxy proxy;

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    /** What happens to the old primary just before the work of {@code state}. */
    private interface Happening {
        void to(ModelServer source) throws NodeException;
    }

    private void in(String state, Happening happening) throws Exception {
        proxy = new ModelProxy(world, files, stateDirectory)
                .observedBy(new MigrationObserver() {
                    @Override
                    public void stepStarted(String shard, long migration, String started) {
                        if (started.equals(state)) {
                            try {
                                happening.to(world.a().server());
                            } catch (NodeException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }
                })
                .start();
    }

    private String report() {
        return proxy.service().reports().last(Optional.of(SHARD)).flatMap(it -> proxy.service().reports().text(it.number())).orElseThrow();
    }

    private void followsUnfencedByNobody() {
        assertThat(world.writer()).isEqualTo(World.B);
        assertThat(world.a().server().inRecovery()).isTrue();
        assertThat(world.a().server().signal()).isTrue();
    }

    /** A service manager and we start it at the same time, or somebody kills it as it comes up: the start fails, and the next one does not. */
    @Test
    void oneWhoseStartFailsIsStartedAgain() throws Exception {
        in("REJOINING", source -> source.failStarts(2));

        proxy.expect(CUTOVER, Result.DONE);

        assertThat(proxy.state()).isEqualTo("MOVED");
        assertThat(proxy.notes()).anyMatch(it -> it.startsWith("not a standby yet: node_a: it ended soon after"));
    }

    @Test
    void oneThatIsKilledWhenItHasRejoinedIsStartedAgain() throws Exception {
        in("VERIFYING", ModelServer::crash);

        proxy.expect(CUTOVER, Result.DONE);

        followsUnfencedByNobody();
        String said = "node_a had ended after it had rejoined, and was started again as a standby (1 of 3)";
        assertThat(proxy.notes()).contains(said);
        assertThat(proxy.service().list().getFirst().message()).isEqualTo(said);
        assertThat(report()).contains(said);
    }

    /** Also when it had no time to write into its control file that it is a standby now. */
    @Test
    void oneThatIsKilledAsItComesUp() throws Exception {
        in("VERIFYING", source -> {
            source.crash();
            source.controlState("shut down");
        });

        proxy.expect(CUTOVER, Result.DONE);

        followsUnfencedByNobody();
    }

    @Test
    void evenIfSomebodyHasRemovedItsFenceItComesBackAsAStandby() throws Exception {
        in("VERIFYING", source -> {
            source.crash();
            world.a().unfence();
        });

        proxy.expect(CUTOVER, Result.DONE);

        followsUnfencedByNobody();
    }

    @Test
    void oneThatEndsEachTimeIsLeftAlone() throws Exception {
        in("VERIFYING", source -> {
            source.crash();
            source.failStarts(3);
        });

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.INCOMPLETE);
        assertThat(outcome.traffic()).isEqualTo("node_b");
        assertThat(outcome.message()).contains("the switchback is not ready: node_a does not follow node_b");
        assertThat(outcome.detail()).endsWith("(it was started again 3 of 3 times)");
        assertThat(world.a().server().running()).isFalse();
        assertThat(report()).contains("could not be started again (3 of 3): node_a: it ended soon after");
    }

    /** Its control file says that it was a primary since: that history is nobody's to go on with. */
    @Test
    void oneThatHasTakenWritesSinceIsNotStarted() throws Exception {
        in("VERIFYING", source -> {
            source.crash();
            source.controlState("in production");
        });

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).as("%s", outcome).isEqualTo(Result.INCOMPLETE);
        assertThat(world.a().server().running()).isFalse();
    }
}
