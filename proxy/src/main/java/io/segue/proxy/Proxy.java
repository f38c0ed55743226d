package io.segue.proxy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.unix.DomainSocketAddress;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.ScramVerifier;
import io.segue.proxy.config.Limits;
import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.SegueConfig.HttpPage;
import io.segue.proxy.config.SegueConfig;
import io.segue.proxy.control.console.AdminConsole;
import io.segue.proxy.control.console.ConsoleSubjects;
import io.segue.proxy.control.console.Setting;
import io.segue.proxy.control.credentials.MockKey;
import io.segue.proxy.control.credentials.RoleDirectory;
import io.segue.proxy.control.credentials.UsersFile;
import io.segue.proxy.control.migration.MigrationParts;
import io.segue.proxy.control.migration.MigrationService;
import io.segue.proxy.control.migration.MoveMeters;
import io.segue.proxy.control.migration.StandbyWatch;
import io.segue.proxy.control.migration.Start;
import io.segue.proxy.control.migration.hook.Hooks;
import io.segue.proxy.control.migration.verify.Probes;
import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.control.migration.step.OwnBackends;
import io.segue.proxy.control.migration.step.SystemStepClock;
import io.segue.proxy.control.topology.PrimaryWatch;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.PasswordWork;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.entrance.ClientCount;
import io.segue.proxy.data.entrance.HalfOpenLogins;
import io.segue.proxy.data.login.LoginServices;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.data.pool.LinkPools;
import io.segue.proxy.data.session.CancelKeys;
import io.segue.proxy.data.session.ClientListener;
import io.segue.proxy.data.session.Knowledge;
import io.segue.proxy.data.session.Services;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.watch.Flows;
import io.segue.proxy.watch.JvmMeters;
import io.segue.proxy.watch.LimitView;
import io.segue.proxy.watch.MachineLimits;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.ShardReadiness;
import io.segue.proxy.watch.TrafficTally;
import io.segue.proxy.watch.transcript.TranscriptLog;
import io.segue.proxy.watch.transcript.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running proxy: the only place that says {@code new} for the parts. Starts them in order, stops them in reverse.
 *
 * <pre>
 *   nodes -> migrations: where is each shard? -> gates -> sessions -> listeners -> page for metrics
 * </pre>
 */
public final class Proxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Proxy.class);

    /** After that clients are let in and told that there is no primary yet; the search goes on. */
    private static final Duration FIRST_PROOF = Duration.ofSeconds(3);

    private static final long SWEEP_SECONDS = 5;

    private static final Duration STANDBY_PAUSE = Duration.ofSeconds(3);

    /** Between two questions to a node whose being a primary is in doubt. */
    private static final Duration PRIMARY_PAUSE = Duration.ofSeconds(1);

    private final SegueConfig config;
    private final Limits limits;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);
    private final Roster roster = new Roster();
    private final PoolViews pools = new PoolViews();
    private final Flows flows = new Flows();
    private final MachineLimits machine = new MachineLimits();
    private final CancelKeys cancelKeys = new CancelKeys();
    private final Map<Shard, ShardGate> gates = new LinkedHashMap<>();
    private final List<ClientListener> listeners = new ArrayList<>();

    /** Something that was started and will be stopped. */
    private record Part(String name, AutoCloseable closer) {}

    private Proxy(SegueConfig config) {
        this.config = config;
        this.limits = config.limits();
    }

    /**
     * Starts everything and returns when clients are served.
     *
     * @param settings for SHOW CONFIG
     * @throws IOException when an address, the state directory or a journal in it cannot be used
     */
    public static Proxy start(SegueConfig config, Supplier<List<Setting>> settings)
            throws IOException, InterruptedException {
        Proxy proxy = new Proxy(config);
        try {
            proxy.startParts(settings);
            return proxy;
        } catch (IOException | InterruptedException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /** The ports listened on, in the order of the configuration. */
    public List<Integer> ports() {
        return listeners.stream().map(ClientListener::port).toList();
    }

    private void startParts(Supplier<List<Setting>> settings) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Files.createDirectories(config.stateDirectory());
        ShardMap shards = shards();
        ExecutorService threads = part("threads", Executors.newVirtualThreadPerTaskExecutor());
        Transport transport = part("transport", new Transport(eventLoops()));
        NodeRoom movers = part("nodes", new NodeRoom(config));
        NodeRoom onlookers = part("nodes of the console", new NodeRoom(config));

        Map<String, ShardMeters> shardMeters = new ConcurrentHashMap<>();
        MigrationService migrations = migrations(shards, movers, shardMeters);
        parts.push(new Part("migrations", () -> migrations.close(limits.sessions().shutdown())));
        StandbyWatch standbys = part("standby watch", new StandbyWatch(migrations, STANDBY_PAUSE));
        for (Shard shard : shards.shards()) {
            openGate(shard, migrations, transport, threads, standbys, shardMeters);
        }

        for (Shard shard : shards.shards()) {
            part("primary watch", new PrimaryWatch(
                    shard, gates.get(shard), node -> onlookers.node(node).inRecovery(), shardMeters.get(shard.name()).primaryAlarm(), PRIMARY_PAUSE));
        }

        CertificateRoom certificates = part("certificates", CertificateRoom.open(config, meters));
        PasswordWork passwordWork = part("password work", new PasswordWork());
        Transcripts transcripts = part("transcripts", new Transcripts(new TranscriptLog(config.stateDirectory()), Clock.systemUTC()));
        meters.transcripts(transcripts);
        HalfOpenLogins halfOpenLogins = new HalfOpenLogins(limits.clients().halfOpenLogins(), System::nanoTime);
        ClientCount clients = new ClientCount(limits.clients());
        ConsoleSubjects subjects = new ConsoleSubjects(
                shards, gates::get, shard -> shardMeters.get(shard.name()).primaryAlarm().text(), migrations, roster, pools, config.pools(), transcripts, flows,
                node -> onlookers.node(node).status(),
                config.authentication().hba(), () -> entrance(halfOpenLogins, clients), settings, limits);
        AdminConsole console = new AdminConsole(subjects, Main.VERSION, Thread.ofVirtual().name("console-", 0).factory());
        BadPeers badPeers = new BadPeers(System::nanoTime);
        sweeping(transport, badPeers);
        BackendDialer dialer =
                new BackendDialer(transport, limits.calls().connect(), limits.sessions().login(), passwordWork, certificates.servers(), sockets());
        Services services = new Services(
                shards,
                gates,
                login(shards, onlookers, threads, passwordWork, badPeers),
                dialer,
                new LinkPools<>(config.pools(), gates, dialer, limits.calls().question(), Knowledge::nothing, pools),
                cancelKeys,
                new ConsoleEntrance(console, cancelKeys),
                roster,
                transcripts,
                flows,
                meters,
                byShard(shards, shardMeters),
                halfOpenLogins,
                clients,
                badPeers,
                limits.clients().idle(),
                limits.sessions().memoryBytes(),
                limits.calls().question(),
                limits.sessions().login());
        meters.clients(() -> halfOpenLogins.present() + clients.present());
        checkOpenFiles();
        listen(transport, certificates, services);
        openPage();
        log.info("segue ready listen={} transport={} loops={} ms={}",
                config.listeners().stream().map(it -> it.address() + ":" + it.port()).toList(),
                transport.name(), eventLoops(), (System.nanoTime() - begun) / 1_000_000);
    }

    /** @param nodes with connections of their own, so that logins never stand in the way of a move */
    private LoginServices login(ShardMap shards, NodeRoom nodes, ExecutorService threads, PasswordWork passwordWork, BadPeers badPeers)
            throws IOException {
        SegueConfig.ClientAuthentication authentication = config.authentication();
        UsersFile usersFile = new UsersFile(authentication.usersFile());
        usersFile.open();
        RoleDirectory directory = new RoleDirectory(
                nodes.nodes(), shard -> gates.get(shard).route().node(), usersFile, threads, limits.calls().connect(), meters.credentials());
        return new LoginServices(
                shards,
                LoginServices.rules(authentication.hba()),
                authentication.identities(),
                config.adminRoles(),
                new Credentials(directory),
                MockVerifiers.withKey(MockKey.in(config.stateDirectory()), ScramVerifier.DEFAULT_ITERATIONS),
                passwordWork,
                badPeers,
                meters);
    }

    private ShardMap shards() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (NodeConfig node : config.nodes().values()) {
            nodes.put(node.name(), new Node(node.name(), new Address(node.host(), node.port())));
        }
        return new ShardMap(config.shards().values().stream()
                .map(shard -> new Shard(
                        shard.name(), shard.databases(), shard.nodes().stream().map(nodes::get).toList(), shard.policies()))
                .toList());
    }

    /** Of the nodes on this machine that are reached by them. */
    private Map<Node, DomainSocketAddress> sockets() {
        Map<Node, DomainSocketAddress> sockets = new LinkedHashMap<>();
        for (NodeConfig node : config.nodes().values()) {
            node.socketDirectory().ifPresent(directory -> sockets.put(
                    new Node(node.name(), new Address(node.host(), node.port())), UnixSocket.address(directory, node.port())));
        }
        return sockets;
    }

    /** A loop saturates one core; the servers and the clients on the same machine want the other half. */
    private static int eventLoops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private List<LimitView> entrance(HalfOpenLogins halfOpenLogins, ClientCount clients) {
        List<LimitView> views = new ArrayList<>(clients.views());
        views.add(halfOpenLogins.view());
        views.addAll(machine.views());
        return views;
    }

    /** Said at the start, because it is felt much later, and then as something else. */
    private void checkOpenFiles() {
        long others = (long) limits.warm().sessions() + limits.clients().halfOpenLogins() + limits.clients().consoles();
        machine.shortOfFiles(limits.clients().inAll(), others).ifPresent(log::warn);
    }

    /** What was left out of the log is said when its minute is over, and at the end. */
    private void sweeping(Transport transport, BadPeers badPeers) {
        ScheduledFuture<?> sweeps = transport.loops().getFirst().scheduleWithFixedDelay(
                badPeers::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        parts.push(new Part("log of bad peers", () -> sweeps.cancel(false)));
    }

    /** @param shardMeters filled when the gates are opened, read when the first move ends */
    private MigrationService migrations(ShardMap shards, NodeRoom movers, Map<String, ShardMeters> shardMeters) throws IOException {
        return new MigrationService(new MigrationParts(
                shards.shards(),
                movers::node,
                OwnBackends.of(roster, pools),
                limits,
                config.stateDirectory(),
                new DiskFiles(),
                new SystemStepClock(Clock.systemUTC()),
                new MoveMeters(shardMeters::get),
                shard -> Optional.ofNullable(shardMeters.get(shard)).map(ShardMeters::tally).orElseGet(TrafficTally::nothing),
                shard -> new Hooks(
                        shard, config.shards().get(shard).hooks(), limits.hooks().outside(), limits.hooks().fenced(),
                        end -> Optional.ofNullable(shardMeters.get(shard)).ifPresent(it -> it.hookEnded(end))),
                shard -> new Probes(config.shards().get(shard).probes(), limits.calls().question())));
    }

    private void openGate(
            Shard shard,
            MigrationService migrations,
            Transport transport,
            ExecutorService threads,
            StandbyWatch standbys,
            Map<String, ShardMeters> shardMeters)
            throws InterruptedException {
        Start start = migrations.recover(shard, FIRST_PROOF);
        ShardFigureSource figures = new ShardFigureSource(shard, roster, standbys, () -> gates.get(shard).snapshot());
        ShardMeters shardMeter = figures.register(meters);
        meters.pools(shard.name(), pools);
        shardMeters.put(shard.name(), shardMeter);
        ShardGate gate = new ShardGate(
                shard,
                start.route(),
                transport.loops(),
                new DeadlineProver(migrations.primaryProof(), () -> gates.get(shard).route(), limits.calls().connect(), threads),
                limits.line().sessions(),
                limits.warm().sessions(),
                limits.warm().concurrency(),
                limits.line().ramp(),
                shardMeter::holdEnded);
        gates.put(shard, gate);
        switch (start) {
            case Start.Proved(var route) -> gate.release(route);
            case Start.Unproved(var route, String why) ->
                log.error("no primary proved shard={} last={} reason=\"{}\": its clients are refused until a node is", shard, route, why);
        }
        migrations.begin(shard, gate);
    }

    private static Map<Shard, ShardMeters> byShard(ShardMap shards, Map<String, ShardMeters> byName) {
        Map<Shard, ShardMeters> byShard = new LinkedHashMap<>();
        shards.shards().forEach(shard -> byShard.put(shard, byName.get(shard.name())));
        return byShard;
    }

    private void listen(Transport transport, CertificateRoom certificates, Services services) throws IOException {
        for (SegueConfig.Listener listener : config.listeners()) {
            listeners.add(part("listener", new ClientListener(transport, listener, certificates.of(listener), services)));
        }
        parts.push(new Part(
                "sessions at work", () -> new Farewell(listeners, List.copyOf(gates.values()), limits.sessions().shutdown()).say()));
    }

    private void openPage() throws IOException {
        if (config.http().isPresent()) {
            HttpPage page = config.http().get();
            part("page", new io.segue.proxy.watch.HttpPage(page.address(), page.port(), Main.VERSION, registry, this::readiness));
            part("meters of the virtual machine", new JvmMeters(registry));
        }
    }

    private List<ShardReadiness> readiness() {
        return gates.entrySet().stream().map(each -> readiness(each.getKey(), each.getValue().snapshot())).toList();
    }

    /** A hold is no reason to be taken out of a load balancer: it is over in a moment. */
    private static ShardReadiness readiness(Shard shard, GateSnapshot gate) {
        return switch (gate.state()) {
            case OPEN, HOLDING -> new ShardReadiness(shard.name(), true, "");
            case REFUSING -> new ShardReadiness(shard.name(), false, "no node can be proved to be the primary");
        };
    }

    private <T extends AutoCloseable> T part(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Stops in reverse: no new clients, running units of work to their end, sessions with a last word, then everything else. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closer().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.warn("{} did not stop in order", part.name(), e);
            }
        }
    }
}
