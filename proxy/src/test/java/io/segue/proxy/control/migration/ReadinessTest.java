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
import io.segue.proxy.control.node.survey.Activity;
import io.segue.proxy.control.node.survey.Activity.OpenTransaction;
import io.segue.proxy.watch.WayBack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        assertThat(readiness()).startsWith("ready, for a pause of about ");
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

    /** What the last move took, and as long as the oldest transaction has lasted, but no longer than a drain may. */
    @Test
    void saysHowLongThePauseWouldBe() {
        Duration idle = pause();
        world.b().server().survey().doing(new Activity(List.of(open("active", 700, true)), List.of(), List.of(), 3, 3, 0, List.of()));
        assertThat(pause()).isBetween(idle.plusMillis(650), idle.plusMillis(750));
        world.b().server().survey().doing(new Activity(List.of(open("idle in transaction", 3_600_000, true)), List.of(), List.of(), 3, 3, 0, List.of()));
        Duration drain = ModelProxy.limits().window().drain();
        assertThat(pause()).isBetween(idle.plus(drain).minusMillis(50), idle.plus(drain).plusMillis(50));
        world.b().server().survey().doing(new Activity(List.of(open("autovacuum", 3_600_000, false)), List.of(), List.of(), 3, 3, 0, List.of()));
        assertThat(pause()).isBetween(idle.minusMillis(50), idle.plusMillis(50));
        try (StandbyWatch watch = new StandbyWatch(proxy.service(), Duration.ofMillis(5))) {
            await().until(() -> watch.wayBack(SHARD).pause().isPresent());
        }
    }

    private Duration pause() {
        return proxy.service().list().getFirst().readiness().pause().orElseThrow();
    }

    private static OpenTransaction open(String state, long millis, boolean client) {
        return new OpenTransaction(1, "app", "main", state, Duration.ofMillis(millis), 0, client);
    }

    @Test
    void isMeasuredAllTheTimeAndWorthAnAlert() {
        try (StandbyWatch watch = new StandbyWatch(proxy.service(), Duration.ofMillis(5))) {
            await().until(() -> watch.wayBack(SHARD).state() == WayBack.State.OPEN);
            old().ailments().freeze();
            await().until(() -> watch.wayBack(SHARD).equals(WayBack.CLOSED));
        }
    }
}
