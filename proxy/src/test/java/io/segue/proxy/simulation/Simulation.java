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
import io.segue.proxy.control.migration.model.ModelServer;
import io.segue.proxy.control.migration.model.World;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.gate.SteppedLoop;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import io.segue.proxy.simulation.Books.Answer;
import io.segue.proxy.watch.TrafficTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One run: a shard is prepared and moved a few times, each time with a mishap, and after each the books are balanced. */
final class Simulation {

    private static final int LOOPS = 2;
    private static final int SESSIONS_PER_LOOP = 2;
    private static final int MOVES = 3;
    private static final int MOST_TICKS = 160;
    private static final int MOST_TICKS_OF_A_MOVE = 30_000;
    private static final long REAL_NANOS_OF_A_PAUSE = 100_000;
    private static final int DIARY_LINES = 60;

    /** Virtual time in which everything must have come to rest once everything is well. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final Random random;
    private final KnownBad mistake;
    private final Path directory;
    private final World world = new World();
    private final ModelFiles files = new ModelFiles();
    private final Books books = new Books();
    private final SimClock clock = new SimClock(this::meanwhile);
    private final Map<String, DatabaseNode> nodes = new HashMap<>();
    private List<SteppedLoop> loops = List.of();
    private List<List<SimSession>> sessions = List.of();
    private MigrationService service;
    private ShardGate gate;
    private Mishap mishap = Mishap.NONE;
    private int ticksUntilItStrikes = -1;
    private int lasts;
    private long movedAtTick;
    private volatile long ticks;
    private Optional<AssertionError> broken = Optional.empty();
    private final List<String> diary = new ArrayList<>();

    /** @param directory for routes and reports, empty */
    Simulation(long seed, KnownBad mistake, Path directory) {
        this.random = new Random(seed);
        this.mistake = mistake;
        this.directory = directory;
        World.SHARD.nodes().forEach(node -> nodes.put(node.name(), mistake.node(world.node(node))));
    }

    /** @throws AssertionError when a promise is broken */
    void run() throws Exception {
        startProxy();
        expect(new MigrationCommand.Prepare(World.SHARD.name(), World.B.name()), Result.DONE);
        for (int move = 0; move < MOVES && movable(); move++) {
            moveWith(Mishap.values()[random.nextInt(Mishap.values().length)]);
        }
    }

    /** What happened, for whoever wants to know why a seed fails. */
    List<String> diary() {
        return List.copyOf(diary);
    }

    private void note(String line) {
        diary.add("%.3f s  %s".formatted(clock.nanos() / 1e9, line));
        if (diary.size() > DIARY_LINES) {
            diary.removeFirst();
        }
    }

    private boolean movable() {
        return state().equals("READY") || state().equals("MOVED");
    }

    private void moveWith(Mishap next) throws Exception {
        Node from = gate.route().node();
        ModelServer source = world.node(from).server();
        ModelServer target = world.node(other(from)).server();
        int errors = errors();
        mishap = next;
        note(next + " in the move from " + from);
        ticksUntilItStrikes = random.nextInt(MOST_TICKS);
        lasts = 20 + random.nextInt(400);
        movedAtTick = ticks;
        next.prepare(world, files, source, target, random, () -> ticks);
        if (next == Mishap.CLIENT_DOES_NOT_END) {
            sessions.getFirst().getFirst().slow(2_000);
        }
        boolean crashed = crashes(state().equals("READY")
                ? new MigrationCommand.Cutover(World.SHARD.name())
                : new MigrationCommand.Switchback(World.SHARD.name()));
        heal();
        if (crashed) {
            startProxy();
        }
        comesToRest(next);
        if (!next.excusesErrors()) {
            assertThat(errors()).as("errors that clients were told of because of %s", next).isEqualTo(errors);
        }
    }

    private int errors() {
        return books.count(Answer.UNKNOWN) + books.count(Answer.REFUSED);
    }

    private static Node other(Node node) {
        return node.equals(World.A) ? World.B : World.A;
    }

    /** Whether the proxy crashed in it. */
    private boolean crashes(MigrationCommand command) throws InterruptedException {
        try {
            service.run(Order.plain(command), this::note);
            throwWhatWasBroken();
            return false;
        } catch (IllegalStateException died) {
            throwWhatWasBroken();
            note("crashed: " + died.getCause());
            assertThat(died).hasCauseInstanceOf(Crash.class);
            return true;
        }
    }

    private void expect(MigrationCommand command, Result result) throws InterruptedException {
        Outcome outcome = service.run(Order.plain(command), this::note);
        throwWhatWasBroken();
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(result);
    }

    private void throwWhatWasBroken() {
        broken.ifPresent(it -> {
            throw it;
        });
    }

    private void heal() {
        mishap = Mishap.NONE;
        files.plan(ModelFiles.Kind.NONE, -1);
        world.faults().none();
        for (ModelServer server : List.of(world.a().server(), world.b().server())) {
            server.ailments().heal();
        }
    }

    /** Everything is well again: the work rests, one node serves, everybody is answered, the books are right. */
    private void comesToRest(Mishap after) throws Exception {
        long end = clock.nanos() + ENDS_WITHIN.toNanos();
        while (!rests() && clock.nanos() - end < 0) {
            clock.pause(Duration.ofMillis(20));
            // Proofs have threads of their own and take real time: the model's does not run away from them on a busy machine.
            LockSupport.parkNanos(REAL_NANOS_OF_A_PAUSE);
            restartWhoIsDown();
            throwWhatWasBroken();
        }
        assertThat(rests()).as("it ends after %s: %s, gate %s, writers %s", after, state(), gate.snapshot().state(), world.writers()).isTrue();
        sessions.forEach(each -> each.forEach(session -> session.slow(0)));
        int done = books.count(Answer.DONE);
        clock.pause(Duration.ofSeconds(3));
        throwWhatWasBroken();
        assertThat(books.count(Answer.DONE)).as("clients are served again after %s", after).isGreaterThan(done);
        assertThat(sessions.stream().flatMap(List::stream).filter(SimSession::keeps)).as("sessions whose bytes are still kept").isEmpty();
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
        books.cutOff();
        service = new MigrationService(new MigrationParts(
                List.of(World.SHARD), node -> nodes.get(node.name()), OwnBackends.none(), ModelProxy.limits(), directory, mistake.journal(files), clock,
                MigrationObserver.none(), _ -> TrafficTally.nothing(), shard -> new Hooks(shard, Map.of(), Duration.ZERO, Duration.ZERO, _ -> { }),
                _ -> new Probes(List.of(), Duration.ZERO)));
        loops = Stream.generate(SteppedLoop::new).limit(LOOPS).toList();
        sessions = List.of();
        Start found = service.recover(World.SHARD, Duration.ofSeconds(10));
        gate = new ShardGate(World.SHARD, found.route(), List.<EventExecutor>copyOf(loops), this::prove, 1_000, 1_000, 8, LOOPS, _ -> { });
        List<List<SimSession>> clients = loops.stream().map(this::sessionsOn).toList();
        if (found instanceof Start.Proved(Route route)) {
            gate.release(route);
            loops.forEach(SteppedLoop::runAll);
        }
        sessions = clients;
        service.begin(World.SHARD, gate);
    }

    private List<SimSession> sessionsOn(SteppedLoop loop) {
        List<SimSession> here = new ArrayList<>();
        for (int i = 0; i < SESSIONS_PER_LOOP; i++) {
            SimSession session = new SimSession(gate.lane(loop), world, books, random, mistake.counts(), this::note);
            loop.now(() -> gate.lane(loop).register(session));
            here.add(session);
        }
        return here;
    }

    private CompletionStage<Optional<Route>> prove(Shard shard) {
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
            for (int i = 0; i < loops.size(); i++) {
                turn(loops.get(i), i < sessions.size() ? sessions.get(i) : List.of(), time);
            }
            assertThat(ticks - movedAtTick).as("ticks in one move: it does not end").isLessThan(MOST_TICKS_OF_A_MOVE);
        } catch (AssertionError e) {
            broken = broken.or(() -> Optional.of(e));
        }
        // Whoever waits is to wait no longer: the run is over.
        throwWhatWasBroken();
    }

    private void strikeWhenDue() {
        if (ticksUntilItStrikes == -lasts) {
            note(mishap + " is over");
            mishap.end(world);
        }
        if (ticksUntilItStrikes-- == 0) {
            Node from = gate.route().node();
            note(mishap + " strikes");
            mishap.strike(world.node(from).server(), world.node(other(from)).server(), clock);
        }
    }

    private void turn(SteppedLoop loop, List<SimSession> here, Duration time) {
        loop.pass(time);
        for (int tasks = random.nextInt(4); tasks > 0; tasks--) {
            loop.step();
        }
        for (SimSession session : here) {
            if (random.nextInt(3) == 0) {
                loop.now(session::step);
            }
        }
    }
}
