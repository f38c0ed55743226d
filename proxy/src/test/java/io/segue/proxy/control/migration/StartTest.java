package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.model.ModelProxy.CUTOVER;
import static io.segue.proxy.control.migration.model.ModelProxy.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.QuickDirectory;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.route.Lineage;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.RouteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where a shard is when the proxy starts: the nodes decide, not the memory. */
class StartTest {

    @TempDir(factory = QuickDirectory.class)
    private Path stateDirectory;

    private final World world = new World();
    private final ModelFiles files = new ModelFiles();

    private ModelProxy proxy() throws Exception {
        return new ModelProxy(world, files, stateDirectory).start();
    }

    private Route stored() throws Exception {
        return new RouteStore(stateDirectory).load(World.SHARD).orElseThrow();
    }

    @Test
    void findsThePrimaryWithoutAnyMemory() throws Exception {
        assertThat(proxy().traffic().route()).isEqualTo(new Route(World.A, 1));
        assertThat(stored()).isEqualTo(new Route(World.A, 1));
    }

    @Test
    void doesNotBelieveAStoredRoute() throws Exception {
        new RouteStore(stateDirectory).store(World.SHARD, new Route(World.B, 41), world.a().status().lineage());
        assertThat(proxy().traffic().route()).isEqualTo(new Route(World.A, 42));
        assertThat(stored()).isEqualTo(new Route(World.A, 42));
    }

    @Test
    void refusesThePrimaryOfBeforeTheMoveWhenTheNewOneIsAway() throws Exception {
        RouteStore routes = new RouteStore(stateDirectory);
        Lineage first = world.a().status().lineage();
        routes.store(World.SHARD, new Route(World.B, 2), new Lineage(first.systemIdentifier(), 2));

        ModelProxy proxy = proxy();

        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.REFUSING);
        Files.move(routes.file(World.SHARD), stateDirectory.resolve("away"));
        await().until(() -> proxy.traffic().snapshot().state() == GateSnapshot.State.OPEN);
        assertThat(proxy.traffic().route().node()).isEqualTo(World.A);
        assertThat(routes.lineage(World.SHARD)).contains(first);
    }

    /** The proxy crashes when the work of {@code state} begins; then the target is away, and the source is there again without its fence. */
    private ModelProxy afterACrashIn(String state) throws Exception {
        ModelProxy moving = new ModelProxy(world, files, stateDirectory)
                .observedBy(new MigrationObserver() {
                    @Override
                    public void stepStarted(String shard, long migration, String started) {
                        if (started.equals(state)) {
                            throw new Crash("the beginning of " + state);
                        }
                    }
                })
                .start();
        moving.expect(PREPARE, Result.DONE);
        assertThatThrownBy(() -> moving.run(CUTOVER)).hasCauseInstanceOf(Crash.class);
        assertThat(new RouteStore(stateDirectory).lineage(World.SHARD).orElseThrow().timeline()).as("no route of the move is stored").isOne();
        world.b().server().crash();
        world.a().unfence();
        world.a().server().startedBySomebody();
        return new ModelProxy(world, files, stateDirectory).waiting(Duration.ofMillis(500)).start();
    }

    /** Only the journal knows that the timeline of before is over. */
    @Test
    void refusesThePrimaryOfBeforeWhenNoRouteOfTheMoveIsStoredYet() throws Exception {
        ModelProxy proxy = afterACrashIn("ROUTING");

        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.REFUSING);
        assertThat(proxy.service().primaryProof().prove(World.SHARD, Duration.ofSeconds(1))).isEmpty();
        assertThat(proxy.service().primaryProof().disbelief(World.SHARD)).hasValueSatisfying(why -> assertThat(why).contains("node_a", "timeline 2"));

        world.a().server().crash();
        world.b().server().startedBySomebody();
        await().until(() -> proxy.traffic().snapshot().state() == GateSnapshot.State.OPEN);
        assertThat(proxy.traffic().route().node()).isEqualTo(World.B);
        assertThat(proxy.awaitRest()).isEqualTo("ALONE");
        assertThat(new RouteStore(stateDirectory).lineage(World.SHARD).orElseThrow().timeline()).isEqualTo(2);
    }

    /** Whether the target was promoted is not known; the gate's own question at a deadline must not find the source either. */
    @Test
    void refusesThePrimaryOfBeforeWhileItIsNotKnownWhetherTheNewOneWasPromoted() throws Exception {
        ModelProxy proxy = afterACrashIn("PROMOTING");

        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.REFUSING);
        assertThat(proxy.service().primaryProof().prove(World.SHARD, Duration.ofSeconds(1))).isEmpty();

        world.b().server().startedBySomebody();
        assertThat(proxy.service().primaryProof().prove(World.SHARD, Duration.ofSeconds(1)).map(PrimaryProof.Primary::node))
                .as("it was not promoted").contains(World.A);

        world.a().server().crash();
        world.b().server().promotedBySomebody();
        await().until(() -> proxy.traffic().snapshot().state() == GateSnapshot.State.OPEN);
        assertThat(proxy.traffic().route().node()).isEqualTo(World.B);
        assertThat(proxy.awaitRest()).isEqualTo("ALONE");
    }

    @Test
    void keepsTheTimelineOfEachPrimary() throws Exception {
        ModelProxy proxy = proxy();
        RouteStore routes = new RouteStore(stateDirectory);
        assertThat(routes.lineage(World.SHARD)).contains(world.a().status().lineage());
        proxy.expect(PREPARE, Result.DONE);
        proxy.expect(CUTOVER, Result.DONE);
        assertThat(routes.lineage(World.SHARD).orElseThrow().timeline()).isEqualTo(2);
        assertThat(routes.lineage(World.SHARD)).contains(world.b().status().lineage());
    }

    @Test
    void goesWhereSomebodyMovedTheShardByHand() throws Exception {
        proxy().expect(PREPARE, Result.DONE);
        world.a().server().crash();
        world.b().server().promotedBySomebody();
        ModelProxy proxy = proxy();
        assertThat(proxy.traffic().route()).isEqualTo(new Route(World.B, 2));
        Outcome outcome = proxy.run(CUTOVER);
        assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    }

    @Test
    void refusesTrafficUntilANodeIsProved() throws Exception {
        world.a().server().ailments().unreachable(true);
        ModelProxy proxy = proxy();
        assertThat(proxy.traffic().snapshot().state()).isEqualTo(GateSnapshot.State.REFUSING);
        world.a().server().ailments().unreachable(false);
        await().until(
                () -> proxy.traffic().snapshot().state() == GateSnapshot.State.OPEN);
        assertThat(proxy.traffic().route().node()).isEqualTo(World.A);
    }

    /** A machine that is busy starts slowly, which is nobody's fault: only a search that does not end is one. */
    @Test
    void warnsAtOnceAndReportsAnErrorOnceWhenNoNodeIsProvedForLong() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(StartProof.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
        try {
            world.a().server().ailments().unreachable(true);
            ModelProxy proxy = proxy();
            await().until(() -> lines.list.size() >= 2);
            world.a().server().ailments().unreachable(false);
            await().until(() -> proxy.traffic().snapshot().state() == GateSnapshot.State.OPEN);
            assertThat(List.copyOf(lines.list)).extracting(line -> line.getLevel() + " " + line.getFormattedMessage().split(" ")[0])
                    .containsExactly("WARN start-unproved", "ERROR still-unproved");
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }

    @Test
    void startsWithAnUnreadableRouteFile() throws Exception {
        Files.writeString(stateDirectory.resolve("main.route"), "{");
        assertThat(proxy().traffic().route()).isEqualTo(new Route(World.A, 1));
        assertThat(stored()).isEqualTo(new Route(World.A, 1));
    }
}
