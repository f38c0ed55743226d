package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.node.ForeignSession;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An advisory lock that a session has taken unseen is never left behind in silence: the source itself is asked in the hold. */
class LateLocksTest {

    private static final int PID = 42;

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final Sessions sessions = new Sessions();
    private ModelProxy proxy;

    /** One session, which has a lock of its own from the first hold on. */
    private static final class Sessions implements OwnBackends {

        private Set<Integer> following = Set.of(PID);

        @Override
        public Collection<Integer> on(Node node) {
            return List.of(PID);
        }

        @Override
        public Set<Integer> following(Shard shard) {
            return following;
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).owning(sessions).start();
        proxy.expect(PREPARE, Result.DONE);
    }

    private void connect(boolean lock) {
        world.a().server().connect(new ForeignSession(PID, "client backend", "app", "shop", "", "10.0.0.7", "idle", lock));
    }

    @Test
    void putsTheMoveOffAndHasTheSessionAskedAgain() throws Exception {
        connect(true);

        Outcome outcome = proxy.run(CUTOVER);

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("sessions have taken advisory locks of their own since they were asked: on node_a processes [42]");
        assertThat(proxy.traffic().suspected()).isEqualTo(Set.of(PID));
        assertThat(proxy.traffic().holds()).isEqualTo(ModelProxy.limits().window().attempts());
        assertThat(world.writer()).isEqualTo(World.A);
    }

    /** What it has was found out, and its policy says that the move ends it. */
    @Test
    void ofASessionThatIsEndedAnywayIsNoReason() throws Exception {
        connect(true);
        sessions.following = Set.of();

        proxy.expect(CUTOVER, Result.DONE);
    }

    @Test
    void withoutALockThereIsNone() throws Exception {
        connect(false);

        proxy.expect(CUTOVER, Result.DONE);
    }
}
