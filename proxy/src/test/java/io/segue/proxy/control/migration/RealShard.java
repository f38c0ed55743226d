package io.segue.proxy.control.migration;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.Limits;
import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.Secret;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.config.SqlProbe;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.control.migration.journal.JournalFiles;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.step.SystemStepClock;
import io.segue.proxy.control.migration.step.Terms;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.PostgresNode;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import io.segue.proxy.watch.TrafficTally;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A shard on two real servers with migrations over them, and a traffic that only counts. */
final class RealShard implements AutoCloseable {

    static final String SHARD = "main";
    static final MigrationCommand PREPARE = new MigrationCommand.Prepare(SHARD, "node_b");
    static final MigrationCommand CUTOVER = new MigrationCommand.Cutover(SHARD);
    static final MigrationCommand SWITCHBACK = new MigrationCommand.Switchback(SHARD);
    static final MigrationCommand CLEANUP = new MigrationCommand.Cleanup(SHARD);
    static final MigrationCommand ABORT = new MigrationCommand.Abort(SHARD);

    private static final OwnRole ROLE = new OwnRole("segue", new Secret("our secret"), "postgres");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Path stateDirectory;
    private final JournalFiles files;
    private final long walRoom;
    private final PostgresServer a = PostgresServer.create();
    private final PostgresServer b = PostgresServer.unborn();
    private final Map<String, PostgresServer> servers = Map.of("node_a", a, "node_b", b);
    private final Map<String, DatabaseNode> nodes;
    private final Shard shard = new Shard(SHARD, List.of(Shard.ANY_DATABASE), List.of(node("node_a", a), node("node_b", b)));
    private final List<String> notes = new ArrayList<>();
    private List<Login> logins = List.of();
    private List<SqlProbe> probes = List.of();
    private Terms terms = Terms.NONE;
    private MigrationService service;
    private CountingTraffic traffic;
    private final Map<String, Runnable> happenings = new ConcurrentHashMap<>();

    /** A runs with a table of rows; B is an empty place. */
    RealShard(Path stateDirectory) throws Exception {
        this(stateDirectory, new DiskFiles());
    }

    /** @param configuration lines of A's postgresql.conf, which B inherits */
    RealShard(Path stateDirectory, JournalFiles files, String... configuration) throws Exception {
        this(stateDirectory, files, _ -> { }, 1L << 20, configuration);
    }

    /**
     * @param setUp what happens to A before its first start
     * @param walRoom less room for WAL than so many bytes, and whoever keeps it is given up
     */
    RealShard(Path stateDirectory, JournalFiles files, Consumer<PostgresServer> setUp, long walRoom, String... configuration) throws Exception {
        this.stateDirectory = stateDirectory;
        this.files = files;
        this.walRoom = walRoom;
        this.nodes = Map.of(
                "node_a", new PostgresNode(config("node_a", a), ROLE, limits()), "node_b", new PostgresNode(config("node_b", b), ROLE, limits()));
        a.configure(configuration);
        setUp.accept(a);
        a.start();
        SegueRole.create(a, "our secret");
        a.execute("CREATE TABLE row (id serial PRIMARY KEY)");
        startProxy();
    }

    private static Node node(String name, PostgresServer server) {
        return new Node(name, new Address(server.host(), server.port()));
    }

    private static NodeConfig config(String name, PostgresServer server) {
        return new NodeConfig(
                name, server.host(), server.port(), server.dataDirectory().toString(), Optional.empty(),
                server.binaries().toString(), server.shellCommand(), Optional.empty(), Optional.empty());
    }

    /** Generous where a busy machine may be slow, short where tests would wait. */
    private Limits limits() {
        return new Limits(
                new ClientLimits(100, 3, 10, 100, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Limits.Sessions(LONG, 1 << 20, LONG),
                new Limits.Calls(LONG, LONG, LONG),
                new Limits.Window(LONG, Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofMillis(10), 2),
                new Limits.Line(100, 8),
                new Limits.Warm(LONG, 4, 100, 0, Optional.of(LONG)),
                new Limits.Standby(16 << 20, LONG, walRoom, 1L << 30),
                new Limits.Hooks(LONG, LONG),
                LONG);
    }

    /** The proxy serves these from now on, as far as a preflight can tell. */
    void serves(Login... next) {
        logins = List.of(next);
    }

    private final class Clients implements OwnBackends {
        @Override
        public Collection<Integer> on(Node node) {
            return List.of();
        }

        @Override
        public List<Login> logins(Shard of) {
            return logins;
        }
    }

    /** Starts the proxy's migrations on what the last one left in the state directory. */
    void startProxy() throws Exception {
        assertThat(startProxy(LONG)).isInstanceOf(Start.Proved.class);
    }

    private Start startProxy(Duration limit) throws Exception {
        service = new MigrationService(new MigrationParts(
                List.of(shard), node -> nodes.get(node.name()), new Clients(), limits(), stateDirectory, files,
                new SystemStepClock(Clock.systemUTC()), new Happenings(), _ -> TrafficTally.nothing(),
                of -> new Hooks(of, Map.of(), LONG, LONG, _ -> {}), _ -> new Probes(probes, LONG)));
        Start start = service.recover(shard, limit);
        traffic = new CountingTraffic(start.route());
        service.begin(shard, traffic);
        return start;
    }

    /** The proxy ends in order and starts again. */
    void startAnew() throws Exception {
        service.close(LONG);
        startProxy();
    }

    /** As above; that no node is proved within {@code limit} is an answer as well. */
    Start startAnew(Duration limit) throws Exception {
        service.close(LONG);
        return startProxy(limit);
    }

    /** Waits until what was interrupted rests. */
    String awaitRest() {
        await().pollInterval(Duration.ofMillis(20)).until(
                () -> !service.plan(Order.plain(ABORT)).getFirst().contains("under way"));
        return status().state();
    }

    /** Once, when the work of {@code state} begins. */
    void during(String state, Runnable happening) {
        happenings.put(state, happening);
    }

    private final class Happenings implements MigrationObserver {
        @Override
        public void stepStarted(String of, long migration, String state) {
            Optional.ofNullable(happenings.remove(state)).ifPresent(Runnable::run);
        }
    }

    /** The next hold is the moment for {@code happening}. */
    void atTheNextHold(Runnable happening) {
        traffic.atTheNextHold(happening);
    }

    /** From the next start of the proxy on: the operator's questions. */
    void probes(SqlProbe... next) {
        probes = List.of(next);
    }

    /** On what terms commands are given from now on. */
    void terms(Terms next) {
        terms = next;
    }

    Outcome run(MigrationCommand command) throws InterruptedException {
        return service.run(new Order(command, terms), notes::add);
    }

    List<String> plan(MigrationCommand command) {
        return service.plan(new Order(command, terms));
    }

    PreflightReport precheck() throws InterruptedException {
        return service.precheck(SHARD, terms);
    }

    /** As a program reads it. */
    String lastReport() {
        return service.reports().last(Optional.of(SHARD)).flatMap(it -> service.reports().json(it.number())).orElseThrow();
    }

    void succeed(MigrationCommand command) throws InterruptedException {
        Outcome outcome = run(command);
        assertThat(outcome.result()).as("%s %s", outcome, notes).isEqualTo(Outcome.Result.DONE);
    }

    MigrationStatus status() {
        return service.list().getFirst();
    }

    MigrationService service() {
        return service;
    }

    CountingTraffic traffic() {
        return traffic;
    }

    PostgresServer server(String node) {
        return servers.get(node);
    }

    DatabaseNode node(String name) {
        return nodes.get(name);
    }

    /** Everything a move could leave behind on a node. */
    String footprint(String node) {
        PostgresServer server = server(node);
        return server.psql("-c", "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_file_settings "
                        + "WHERE sourcefile LIKE '%auto.conf' AND name NOT IN ('primary_conninfo', 'primary_slot_name')")
                + " slots "
                + server.psql("-c", "SELECT coalesce(string_agg(slot_name, ' ' ORDER BY slot_name), '') FROM pg_replication_slots")
                + (server.dataDirectory().resolve("standby.signal").toFile().exists() ? " fenced" : "");
    }

    @Override
    public void close() {
        try {
            service.close(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nodes.values().forEach(DatabaseNode::close);
        a.close();
        b.close();
    }
}
