package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.control.migration.model.ModelProxy.SHARD;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.watch.WayBack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A way back is open only when both nodes say so; looking like a standby is not enough. */
class ReadinessTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private ModelProxy proxy;

    @BeforeEach
    void move() throws Exception {
        proxy = new ModelProxy(world, new ModelFiles(), stateDirectory).start();
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(readiness()).isEqualTo("ready");
    }

    private String readiness() {
        return proxy.service().list().getFirst().readiness().toString();
    }

    private ModelServer old() {
        return world.a().server();
    }

    private static UnaryOperator<NodeStatus> receiving(String slot, int timeline, Lsn position, boolean paused) {
        return status -> new NodeStatus(
                status.systemIdentifier(), status.versionNumber(), status.inRecovery(), status.timeline(), position, paused,
                Optional.of(new NodeStatus.Receiver("streaming", slot, timeline)));
    }

    @Test
    void notWhenItReceivesNothing() {
        old().ailments().freeze();
        assertThat(readiness()).startsWith("not ready: node_a is not streaming through slot segue_main_node_a (receiver: none)");
    }

    @Test
    void notOnAnotherTimeline() {
        old().appearing(receiving("segue_main_node_a", 1, new Lsn(1L << 40), false));
        assertThat(readiness()).isEqualTo("not ready: node_a receives timeline 1, node_b writes 2");
    }

    @Test
    void notThroughAnotherSlot() {
        old().appearing(receiving("somebody", 2, new Lsn(1L << 40), false));
        assertThat(readiness()).contains("not streaming through slot segue_main_node_a");
    }

    @Test
    void notWhenTheReplayIsPaused() {
        old().appearing(receiving("segue_main_node_a", 2, new Lsn(1L << 40), true));
        assertThat(readiness()).isEqualTo("not ready: the replay of node_a is paused");
    }

    @Test
    void notWhenItIsNotSeenToReplay() {
        old().replaysOnlyTo(new Lsn(1));
        assertThat(readiness()).matches("not ready: node_a has replayed to 0/1 and was not seen to pass 0/[0-9A-F]+");
    }

    @Test
    void notWhenItIsBeyondWhatWasEverWritten() {
        old().replaysOnlyTo(new Lsn(1L << 40));
        assertThat(readiness()).startsWith("not ready: node_a is at 100/0, which node_b has not written").endsWith("their histories have parted");
    }

    @Test
    void notWhenItIsFarBehind() {
        world.b().server().appearing(status -> new NodeStatus(
                status.systemIdentifier(), status.versionNumber(), false, status.timeline(), new Lsn(1L << 30), false, Optional.empty()));
        assertThat(readiness()).isEqualTo("not ready: node_a is 1023 MB behind");
    }

    @Test
    void notWhenItDoesNotAnswer() {
        old().crash();
        assertThat(readiness()).isEqualTo("not ready: node_a: cannot connect");
    }

    @Test
    void isMeasuredAllTheTimeAndWorthAnAlert() {
        try (StandbyWatch watch = new StandbyWatch(proxy.service(), Duration.ofMillis(5))) {
            await().until(() -> watch.wayBack(SHARD) == WayBack.OPEN);
            old().ailments().freeze();
            await().until(() -> watch.wayBack(SHARD) == WayBack.CLOSED);
        }
    }
}
