package io.segue.proxy.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.segue.proxy.watch.ShardFigures.GateState;
import io.segue.proxy.watch.ShardMeters.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);
    private final AtomicReference<ShardFigures> figures = new AtomicReference<>(open("node_a", 1));
    private WayBack wayBack = WayBack.NONE;
    private final ShardMeters shard = meters.shard("main", List.of("node_a", "node_b"), figures::get, () -> wayBack);

    @Test
    void gaugesShowWhatIsSoWhenTheyAreRead() {
        assertThat(gauge("segue.gate.state", "state", "open")).isOne();
        assertThat(gauge("segue.route", "node", "node_a")).isOne();

        figures.set(new ShardFigures(GateState.HOLDING, "node_a", 1, 40, 3, 25, 4_096, 38, Duration.ofMillis(120)));

        assertThat(gauge("segue.gate.state", "state", "open")).isZero();
        assertThat(gauge("segue.gate.state", "state", "holding")).isOne();
        assertThat(gauge("segue.hold.active", "shard", "main")).isOne();
        assertThat(gauge("segue.hold.age", "shard", "main")).isCloseTo(0.120, within(1e-9));
        assertThat(gauge("segue.hold.depth", "shard", "main")).isEqualTo(25);
        assertThat(gauge("segue.hold", "shard", "main")).isEqualTo(4_096);
        assertThat(gauge("segue.sessions", "shard", "main")).isEqualTo(40);
        assertThat(gauge("segue.sessions.active", "shard", "main")).isEqualTo(3);
        assertThat(gauge("segue.spare.links", "shard", "main")).isEqualTo(38);

        figures.set(open("node_b", 2));

        assertThat(gauge("segue.route", "node", "node_a")).isZero();
        assertThat(gauge("segue.route", "node", "node_b")).isOne();
        assertThat(gauge("segue.route.epoch", "shard", "main")).isEqualTo(2);
        assertThat(gauge("segue.hold.active", "shard", "main")).isZero();
    }

    @Test
    void aGateThatRefusesCountsAsNotOpen() {
        figures.set(new ShardFigures(GateState.REFUSING, "node_a", 1, 40, 0, 0, 0, 0, Duration.ZERO));

        assertThat(gauge("segue.hold.active", "shard", "main")).isOne();
        assertThat(gauge("segue.gate.state", "state", "refusing")).isOne();
    }

    @Test
    void aPrimaryThatIsRefusedIsSeenAsLongAsItIs() {
        AtomicBoolean refused = new AtomicBoolean();
        meters.primaryRefused("main", refused::get);
        assertThat(gauge("segue.primary.refused", "shard", "main")).isZero();
        refused.set(true);
        assertThat(gauge("segue.primary.refused", "shard", "main")).isOne();
    }

    @Test
    void gaugesOutliveTheGarbageCollector() {
        meters.clients(new Object() {
            int connected() {
                return 7;
            }
        }::connected);
        System.gc();

        assertThat(registry.get("segue.clients").gauge().value()).isEqualTo(7);
    }

    @Test
    void aLagThatIsNotKnownIsNotZero() {
        AtomicReference<NodeFigures> node = new AtomicReference<>(new NodeFigures(12, OptionalLong.of(4_096)));
        meters.node("node_b", node::get);
        assertThat(gauge("segue.node.lag", "node", "node_b")).isEqualTo(4_096);
        assertThat(gauge("segue.links", "node", "node_b")).isEqualTo(12);

        node.set(new NodeFigures(0, OptionalLong.empty()));
        assertThat(gauge("segue.node.lag", "node", "node_b")).isNaN();
    }

    @Test
    void aWayBackIsOpenForSomePauseLostOrNoneAtAll() {
        assertThat(gauge("segue.move.switchback.ready", "shard", "main")).isZero();
        assertThat(gauge("segue.move.switchback.pause", "shard", "main")).isNaN();

        wayBack = WayBack.open(Optional.of(Duration.ofMillis(150)));
        assertThat(gauge("segue.move.switchback.ready", "shard", "main")).isOne();
        assertThat(gauge("segue.move.switchback.lost", "shard", "main")).isZero();
        assertThat(gauge("segue.move.switchback.pause", "shard", "main")).isCloseTo(0.150, within(1e-9));

        wayBack = WayBack.CLOSED;
        assertThat(gauge("segue.move.switchback.ready", "shard", "main")).isZero();
        assertThat(gauge("segue.move.switchback.lost", "shard", "main")).isOne();
        assertThat(gauge("segue.move.switchback.pause", "shard", "main")).isNaN();
    }

    @Test
    void everyResultIsThereBeforeItHappens() {
        assertThat(registry.get("segue.logins").counters()).hasSize(LoginResult.values().length).allMatch(counter -> counter.count() == 0);
        assertThat(registry.get("segue.hold.requests").counters()).hasSize(HoldResult.values().length);

        meters.login(LoginResult.WRONG_PASSWORD);
        meters.refused(RefusalReason.NOT_POSTGRESQL);
        meters.cancelRequest();
        meters.error("53300");
        meters.error("53300");

        assertThat(count("segue.logins", "result", "wrong_password")).isOne();
        assertThat(count("segue.logins", "result", "accepted")).isZero();
        assertThat(count("segue.connections.refused", "reason", "not_postgresql")).isOne();
        assertThat(registry.get("segue.cancel.requests").counter().count()).isOne();
        assertThat(count("segue.errors", "sqlstate", "53300")).isEqualTo(2);
    }

    @Test
    void whoWasRefusedDidNotWait() {
        shard.waited(HoldResult.RELEASED, Duration.ofMillis(80));
        shard.waited(HoldResult.REFUSED, Duration.ZERO);

        assertThat(registry.get("segue.hold.wait").timer().count()).isOne();
        assertThat(registry.get("segue.hold.wait").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(80);
        assertThat(count("segue.hold.requests", "result", "released")).isOne();
        assertThat(count("segue.hold.requests", "result", "refused")).isOne();
    }

    @Test
    void theStepsAreThoseOfTheLastMoveOnly() {
        shard.moved(MoveResult.DONE, List.of(new Step("drain", Duration.ofMillis(4)), new Step("promote", Duration.ofMillis(30))));
        shard.moved(MoveResult.FAILED, List.of(new Step("drain", Duration.ofMillis(1_500))));

        assertThat(gauge("segue.move.step", "step", "drain")).isEqualTo(1.5);
        assertThat(registry.find("segue.move.step").tag("step", "promote").gauge()).isNull();
        assertThat(count("segue.moves", "result", "done")).isOne();
        assertThat(count("segue.moves", "result", "failed")).isOne();
    }

    @Test
    void theLastHoldIsRemembered() {
        shard.holdEnded(Duration.ofMillis(93));

        assertThat(gauge("segue.hold.last.duration", "shard", "main")).isCloseTo(0.093, within(1e-9));
    }

    private static ShardFigures open(String node, long epoch) {
        return new ShardFigures(GateState.OPEN, node, epoch, 40, 3, 0, 0, 0, Duration.ZERO);
    }

    private double gauge(String name, String label, String value) {
        return registry.get(name).tag(label, value).gauge().value();
    }

    private double count(String name, String label, String value) {
        return registry.get(name).tag(label, value).counter().count();
    }
}
