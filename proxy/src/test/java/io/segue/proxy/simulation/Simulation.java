package io.segue.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.MigrationObserver;
import io.segue.proxy.control.migration.MigrationParts;
import io.segue.proxy.control.migration.MigrationService;
import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.control.migration.Order;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Outcome.Result;
import io.segue.proxy.control.migration.Start;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.model.Crash;
import io.segue.proxy.control.migration.model.ModelFiles;
import io.segue.proxy.control.migration.model.ModelProxy;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.data.net.MemoryLoop;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import io.segue.proxy.simulation.Books.Answer;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.TrafficTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/** One run: a shard is prepared and moved a few times, each time with a mishap, and after each the books are balanced. */
final class Simulation implements AutoCloseable {

    private static final int MOVES = 3;
    private static final Set<String> MOVABLE = Set.of("READY", "MOVED");
    private static final int MOST_TICKS = 160;
    private static final int MOST_TICKS_OF_A_MOVE = 30_000;
    private static final long REAL_NANOS_OF_A_PAUSE = 100_000;

    /** Virtual time in which everything must have come to rest once everything is well. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final Random random;
    private final KnownBad mistake;
    private final Function<Random, Mishap> mishaps;
    private final Path directory;
    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final Books books = new Books();
    private final SimClock clock = new SimClock(this::meanwhile);
    private final Map<String, DatabaseNode> nodes = new HashMap<>();
    private final SimTraffic traffic;
    private MigrationService service;
    private ShardGate gate;
    private boolean gone;
    private Mishap mishap = Mishap.NONE;
    private int ticksUntilItStrikes = -1;
    private int lasts;
    private long movedAtTick;
    private volatile long ticks;
    private Optional<AssertionError> broken = Optional.empty();
    private final Diary diary;

    /**
     * @param mishaps what goes wrong in the next move
     * @param directory for routes, reports and sockets, empty
     */
    Simulation(long seed, KnownBad mistake, Function<Random, Mishap> mishaps, Path directory) {
        this.random = new Random(seed);
        this.mishaps = mishaps;
        this.mistake = mistake;
        this.directory = directory;
        this.diary = new Diary(clock, directory);
        this.traffic = new SimTraffic(world, books, random, directory, diary::note);
        World.SHARD.nodes().forEach(node -> nodes.put(node.name(), mistake.node(world.node(node))));
    }

    /** @throws AssertionError when a promise is broken */
    void run() throws Exception {
        startProxy();
        expect(new MigrationCommand.Prepare(World.SHARD.name(), World.B.name()), Result.DONE);
        awaitClients(SimClient::isHere);
        for (int move = 0; move < MOVES && MOVABLE.contains(state()); move++) {
            moveWith(mishaps.apply(random));
        }
        everybodyIsAnswered();
        traffic.end();
        diary.note("answers: " + books);
    }

    /** Nobody begins anything any more, and what was begun ends. */
    private void everybodyIsAnswered() throws InterruptedException {
        traffic.clients().forEach(SimClient::finish);
        awaitClients(SimClient::isAtRest);
        assertThat(books.open()).as("statements without an answer at the end: %s", traffic.state()).isZero();
        books.balance(world);
    }

    private void awaitClients(Predicate<SimClient> all) throws InterruptedException {
        long end = clock.nanos() + ENDS_WITHIN.toNanos();
        while (!traffic.clients().stream().allMatch(all) && clock.nanos() - end < 0) {
            clock.pause(Duration.ofMillis(5));
        }
        throwWhatWasBroken();
        assertThat(traffic.clients()).as("what all clients come to: %s", traffic.state()).allMatch(all);
    }

    @Override
    public void close() {
        traffic.close();
    }

    Diary diary() {
        return diary;
    }

    private void moveWith(Mishap next) throws Exception {
        Node from = gate.route().node();
        int troubles = books.troubles();
        mishap = next;
        diary.note(next + " in the move from " + from);
        ticksUntilItStrikes = mistake.tick(random, MOST_TICKS);
        lasts = 20 + random.nextInt(400);
        movedAtTick = ticks;
        next.prepare(world, files, world.node(from).server(), world.node(other(from)).server(), random, () -> ticks);
        if (next == Mishap.CLIENT_DOES_NOT_END) {
            traffic.clients().getFirst().slow(2_000);
        }
        boolean crashed = crashes(state().equals("READY")
                ? new MigrationCommand.Cutover(World.SHARD.name())
                : new MigrationCommand.Switchback(World.SHARD.name()));
        heal();
        if (crashed) {
            startProxy();
        }
        comesToRest(next);
        awaitClients(SimClient::isHere);
        if (!next.excusesErrors()) {
            assertThat(books.troubles()).as("errors that clients were told of because of %s", next).isEqualTo(troubles);
        }
    }

    private static Node other(Node node) {
        return node.equals(World.A) ? World.B : World.A;
    }

    /** Whether the proxy crashed in it. */
    private boolean crashes(MigrationCommand command) throws InterruptedException {
        try {
            service.run(Order.plain(command), diary::note);
            throwWhatWasBroken();
            return false;
        } catch (IllegalStateException died) {
            throwWhatWasBroken();
            diary.note("crashed: " + died.getCause());
            assertThat(died).hasCauseInstanceOf(Crash.class);
            return true;
        }
    }

    private void expect(MigrationCommand command, Result result) throws InterruptedException {
        Outcome outcome = service.run(Order.plain(command), diary::note);
        throwWhatWasBroken();
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(result);
    }

    private void throwWhatWasBroken() {
        broken.ifPresent(Books::fail);
    }

    private void heal() {
        mishap = Mishap.NONE;
        files.plan(ModelFiles.Kind.NONE, -1);
        world.faults().none();
        List.of(world.a(), world.b()).forEach(node -> node.server().ailments().heal());
    }

    /** Everything is well again: the work rests, one node serves, everybody is answered, the books are right. */
    private void comesToRest(Mishap after) throws Exception {
        long end = clock.nanos() + ENDS_WITHIN.toNanos();
        while (!rests() && clock.nanos() - end < 0) {
            if (!busy()) {
                clock.pause(Duration.ofMillis(20));
            }
            // Work under way drives the world by itself, and proofs on threads of their own take real time.
            LockSupport.parkNanos(REAL_NANOS_OF_A_PAUSE);
            restartWhoIsDown();
            throwWhatWasBroken();
        }
        assertThat(rests()).as("it ends after %s: %s, gate %s, writers %s", after, state(), gate.snapshot().state(), world.writers()).isTrue();
        traffic.clients().forEach(client -> client.slow(0));
        int done = books.count(Answer.DONE);
        clock.pause(Duration.ofSeconds(3));
        throwWhatWasBroken();
        assertThat(books.count(Answer.DONE)).as("clients are served again after %s", after).isGreaterThan(done);
        assertThat(gate.snapshot().waitingBytes()).as("bytes that are still kept: %s", traffic.state()).isZero();
        assertThat(world.writer()).as("the traffic is where the primary is").isEqualTo(gate.route().node());
        books.balance(world);
    }

    /** What a service manager would do in the end. Not while the work goes on: it may have stopped the server itself. */
    private void restartWhoIsDown() {
        if (!busy() && world.writers().isEmpty()) {
            List.of(world.a().server(), world.b().server()).forEach(Mishap::startAgain);
        }
    }

    private boolean rests() {
        return !busy() && !state().endsWith("ING") && gate.snapshot().state() == GateSnapshot.State.OPEN && !world.writers().isEmpty();
    }

    private boolean busy() {
        return service.plan(Order.plain(new MigrationCommand.Abort(World.SHARD.name()))).getFirst().contains("under way");
    }

    private String state() {
        return service.list().stream().findFirst().map(MigrationStatus::state).orElse("NONE");
    }

    private void startProxy() throws Exception {
        gone = true;
        traffic.end();
        gone = false;
        Roster roster = new Roster();
        service = new MigrationService(new MigrationParts(
                List.of(World.SHARD), node -> nodes.get(node.name()), OwnBackends.of(roster, new PoolViews()), ModelProxy.limits(), directory,
                mistake.journal(files), clock, MigrationObserver.none(), _ -> TrafficTally.nothing(),
                shard -> new Hooks(shard, Map.of(), Duration.ZERO, Duration.ZERO, _ -> { }), _ -> new Probes(List.of(), Duration.ZERO)));
        List<MemoryLoop> loops = traffic.newLoops();
        Start found = service.recover(World.SHARD, Duration.ofSeconds(10));
        gate = new ShardGate(
                World.SHARD, found.route(), List.<EventExecutor>copyOf(loops), this::prove, 1_000, 1_000, 8, SimTraffic.LOOPS, _ -> { });
        if (found instanceof Start.Proved(Route route)) {
            gate.release(route);
            loops.forEach(MemoryLoop::runAll);
        }
        loops.forEach(loop -> mistake.traffic(loop, gate.lane(loop)));
        traffic.begin(gate, roster);
        service.begin(World.SHARD, gate);
    }

    private CompletionStage<Optional<Route>> prove(Shard shard) {
        if (gone) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            Optional<Node> primary = service.primaryProof().prove(shard, Duration.ofSeconds(1)).map(it -> it.node());
            Route present = gate.route();
            return CompletableFuture.completedFuture(primary.map(node -> present.node().equals(node) ? present : present.movedTo(node)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
    }

    /** So much time passes: each loop does some of what waits for it, each client perhaps something. */
    private synchronized void meanwhile(Duration time) {
        ticks++;
        try {
            strikeWhenDue();
            traffic.pass(time);
            assertThat(ticks - movedAtTick).as("ticks in one move: it does not end").isLessThan(MOST_TICKS_OF_A_MOVE);
        } catch (AssertionError e) {
            broken = broken.or(() -> Optional.of(e));
        } catch (RuntimeException e) {
            broken = broken.or(() -> Optional.of(new AssertionError("a part of the model failed", e)));
        }
        // Whoever waits is to wait no longer: the run is over.
        throwWhatWasBroken();
    }

    private void strikeWhenDue() {
        if (ticksUntilItStrikes == -lasts) {
            diary.note(mishap + " is over");
            mishap.end(world);
        }
        if (ticksUntilItStrikes-- == 0) {
            Node from = gate.route().node();
            diary.note(mishap + " strikes");
            mishap.strike(world.node(from).server(), world.node(other(from)).server(), clock);
        }
    }
}
