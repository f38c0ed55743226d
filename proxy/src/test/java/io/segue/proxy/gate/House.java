package io.segue.proxy.gate;

import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One shard's gate over stepped loops, and a prover whose answer the test gives. */
final class House {

    static final Node A = new Node("node_a", new Address("127.0.0.1", 5401));
    static final Node B = new Node("node_b", new Address("127.0.0.1", 5402));
    static final Route TO_A = new Route(A, 1);
    static final Route TO_B = TO_A.movedTo(B);
    static final Duration LIMIT = Duration.ofSeconds(3);

    private final List<String> log = new ArrayList<>();
    private final List<CompletableFuture<Optional<Route>>> asked = new ArrayList<>();
    private final List<Duration> holdTimes = new ArrayList<>();
    private final List<SteppedLoop> loops;
    private final ShardGate gate;

    /** A gate's bounds: lines and spares at most, logins at a time, units of work in the first moment of a release. */
    record Bounds(int maxWaiting, int maxSpares, int warmConcurrency, int ramp) {

        Bounds(int maxWaiting, int maxSpares, int warmConcurrency) {
            this(maxWaiting, maxSpares, warmConcurrency, 100_000);
        }

        /** A release lets so many in at first. */
        static Bounds ramp(int units) {
            return new Bounds(100_000, 100_000, 100_000, units);
        }

        static final Bounds WIDE = new Bounds(100_000, 100_000, 100_000, 100_000);
    }

    private House(int loopCount, Bounds bounds, Optional<PrimaryProver> prover) {
        loops = Stream.generate(SteppedLoop::new).limit(loopCount).toList();
        gate = new ShardGate(
                new Shard("main", List.of(Shard.ANY_DATABASE), List.of(A, B)),
                TO_A,
                List.copyOf(loops),
                prover.orElse(shard -> ask()),
                bounds.maxWaiting(),
                bounds.maxSpares(),
                bounds.warmConcurrency(),
                bounds.ramp(),
                holdTimes::add);
    }

    /** Nothing has been released yet. */
    static House shut(int loops) {
        return new House(loops, Bounds.WIDE, Optional.empty());
    }

    /** Released to A. */
    static House open(int loops) {
        return open(loops, Bounds.WIDE);
    }

    static House open(int loops, Bounds bounds) {
        return new House(loops, bounds, Optional.empty()).opened();
    }

    static House open(int loops, PrimaryProver prover) {
        return new House(loops, Bounds.WIDE, Optional.of(prover)).opened();
    }

    private House opened() {
        gate.release(TO_A);
        runAll();
        return this;
    }

    private CompletionStage<Optional<Route>> ask() {
        CompletableFuture<Optional<Route>> proof = new CompletableFuture<>();
        asked.add(proof);
        return proof;
    }

    ShardGate gate() {
        return gate;
    }

    SteppedLoop loop(int number) {
        return loops.get(number);
    }

    GateLane lane(int number) {
        return gate.lane(loops.get(number));
    }

    /** What the guests were told, in that order. */
    List<String> log() {
        return log;
    }

    /** Each time the nodes were asked, and the answer to give. */
    List<CompletableFuture<Optional<Route>>> asked() {
        return asked;
    }

    /** How long each hold was on that is over. */
    List<Duration> holdTimes() {
        return holdTimes;
    }

    /** A guest that lives on that loop from now on. */
    Visitor guest(String name, int loop) {
        Visitor guest = new Visitor(name, log);
        loops.get(loop).now(() -> lane(loop).register(guest));
        return guest;
    }

    List<Visitor> guests(int count, int loop) {
        return IntStream.range(0, count).mapToObj(number -> guest("guest " + number, loop)).toList();
    }

    void join(Visitor guest, int loop) {
        loops.get(loop).now(() -> lane(loop).join(guest));
    }

    void joinToRead(Visitor guest, int loop) {
        loops.get(loop).now(() -> lane(loop).joinToRead(guest));
    }

    /** Holds with reads that may go to B. */
    void holdWithReads() {
        gate.hold("cutover 1", LIMIT, Optional.of(new ReadMove(B, Map.of())));
        runAll();
    }

    void runAll() {
        loops.forEach(SteppedLoop::runAll);
    }

    /** Time passes on every loop. */
    void advance(Duration time) {
        loops.forEach(loop -> loop.advance(time));
    }
}
