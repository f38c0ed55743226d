package io.segue.proxy.control.migration.model;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.Hook;
import io.segue.proxy.config.Limits;
import io.segue.proxy.config.SqlProbe;
import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.MigrationObserver;
import io.segue.proxy.control.migration.MigrationParts;
import io.segue.proxy.control.migration.MigrationService;
import io.segue.proxy.control.migration.MigrationStatus;
import io.segue.proxy.control.migration.Order;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.control.migration.Start;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.watch.TrafficTally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proxy process of the model: it can crash and be started again on the same state directory. */
public final class ModelProxy {

    public static final String SHARD = World.SHARD.name();
    public static final MigrationCommand PREPARE = new MigrationCommand.Prepare(SHARD, World.B.name());
    public static final MigrationCommand CUTOVER = new MigrationCommand.Cutover(SHARD);
    public static final MigrationCommand SWITCHBACK = new MigrationCommand.Switchback(SHARD);
    public static final MigrationCommand CLEANUP = new MigrationCommand.Cleanup(SHARD);
    public static final MigrationCommand ABORT = new MigrationCommand.Abort(SHARD);

    private final World world;
    private final ModelFiles files;
    private final Path stateDirectory;
    private final List<String> notes = new ArrayList<>();
    private MigrationObserver observer = MigrationObserver.none();
    private OwnBackends ownBackends = OwnBackends.none();
    private Terms terms = Terms.NONE;
    private Map<Hook, Path> hooks = Map.of();
    private List<SqlProbe> probes = List.of();
    private Duration hookLimit = Duration.ofSeconds(10);
    private Duration startLimit = Duration.ofSeconds(10);
    private MigrationService service;
    private ModelTraffic traffic;

    /** @param stateDirectory for the routes; the journals are in {@code files} */
    public ModelProxy(World world, ModelFiles files, Path stateDirectory) {
        this.world = world;
        this.files = files;
        this.stateDirectory = stateDirectory;
    }

    /** Before the start: for how much real time it waits until it is known where the shard is. */
    public ModelProxy waiting(Duration next) {
        startLimit = next;
        return this;
    }

    /** Before the start: who hears of the steps. */
    public ModelProxy observedBy(MigrationObserver next) {
        observer = next;
        return this;
    }

    /** Before the start: which backends are ours. */
    public ModelProxy owning(OwnBackends next) {
        ownBackends = next;
        return this;
    }

    /** Before the start: the operator's programs, and how long each may take. */
    public ModelProxy hooked(Map<Hook, Path> next, Duration limit) {
        hooks = next;
        hookLimit = limit;
        return this;
    }

    /** Before the start: the operator's questions. */
    public ModelProxy probing(SqlProbe... next) {
        probes = List.of(next);
        return this;
    }

    /** Small limits: the time is virtual, but few steps of it are quicker than many. */
    public static Limits limits() {
        return new Limits(
                new ClientLimits(100, 3, 10, 100, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Limits.Sessions(Duration.ofSeconds(1), 1 << 20, Duration.ofSeconds(1)),
                new Limits.Calls(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)),
                new Limits.Window(Duration.ofSeconds(3), Duration.ofMillis(1500), Duration.ofSeconds(1), Duration.ofSeconds(10), 3),
                new Limits.Line(100, 8),
                new Limits.Warm(Duration.ofSeconds(1), 4, 100, 0, Optional.of(Duration.ofSeconds(1))),
                new Limits.Standby(1 << 20, Duration.ofSeconds(2), 256L << 20, 1L << 30),
                new Limits.Hooks(Duration.ofSeconds(10), Duration.ofSeconds(5)),
                Duration.ofHours(12));
    }

    public ModelProxy start() throws IOException, InterruptedException {
        MigrationParts parts = new MigrationParts(
                List.of(World.SHARD), world::node, ownBackends, limits(), stateDirectory, files, world.clock(), observer,
                _ -> TrafficTally.nothing(), shard -> new Hooks(shard, hooks, hookLimit, hookLimit, _ -> {}),
                _ -> new Probes(probes, Duration.ofSeconds(1)));
        service = new MigrationService(parts);
        Start found = service.recover(World.SHARD, startLimit);
        GateSnapshot.State state =
                found instanceof Start.Proved ? GateSnapshot.State.OPEN : GateSnapshot.State.REFUSING;
        traffic = new ModelTraffic(world, found.route(), state);
        service.begin(World.SHARD, traffic);
        return this;
    }

    /** On what terms commands are given from now on. */
    public void terms(Terms next) {
        terms = next;
    }

    public Outcome run(MigrationCommand command) throws InterruptedException {
        return service.run(new Order(command, terms), notes::add);
    }

    public List<String> plan(MigrationCommand command) {
        return service.plan(new Order(command, terms));
    }

    public PreflightReport precheck() throws InterruptedException {
        return service.precheck(SHARD, terms);
    }

    public void expect(MigrationCommand command, Outcome.Result result) throws InterruptedException {
        Outcome outcome = run(command);
        assertThat(outcome.result()).as("%s", outcome).isEqualTo(result);
    }

    /**
     * Waits until interrupted work has come to rest, and the traffic flows.
     *
     * @throws IllegalStateException when the work has died
     */
    public String awaitRest() {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> !busy());
        if (state().endsWith("ING") || traffic.snapshot().state() != GateSnapshot.State.OPEN) {
            throw new IllegalStateException("the work died in " + state());
        }
        return state();
    }

    private boolean busy() {
        return service.plan(Order.plain(ABORT)).getFirst().contains("under way");
    }

    public String state() {
        return service.list().stream().findFirst().map(MigrationStatus::state).orElse("NONE");
    }

    public MigrationService service() {
        return service;
    }

    public ModelTraffic traffic() {
        return traffic;
    }

    public List<String> notes() {
        return notes;
    }
}
