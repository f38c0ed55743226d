package io.segue.proxy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.ScramVerifier;
import io.segue.proxy.config.Limits;
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
import io.segue.proxy.data.pool.LinkPools;
import io.segue.proxy.data.session.CancelKeys;
import io.segue.proxy.data.session.ClientListener;
import io.segue.proxy.data.session.Knowledge;
import io.segue.proxy.data.session.Services;
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
import io.segue.proxy.watch.TrafficTally;
import io.segue.proxy.watch.transcript.TranscriptLog;
import io.segue.proxy.watch.transcript.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 *   nodes -> migrations: where is each shard? (asked while the rest is built) -> gates -> sessions -> listeners -> page for metrics
 * </pre>
 */
public final class Proxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Proxy.class);

    private static final long SWEEP_SECONDS = 5;

    private static final Duration STANDBY_PAUSE = Duration.ofSeconds(2);

    /** Between two questions to a node whose being a primary is in doubt. */
    private static final Duration PRIMARY_PAUSE = Duration.ofSeconds(1);

    private final SegueConfig config;
    private final Limits limits;
    private final Parts parts = new Parts();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);
    private final Roster roster = new Roster();
    private final PoolViews pools = new PoolViews();
    private final Flows flows = new Flows();
    private final MachineLimits machine = new MachineLimits();
    private final CancelKeys cancelKeys = new CancelKeys();
    private final GateRoom gates;
    private final List<ClientListener> listeners = new ArrayList<>();

    private Proxy(SegueConfig config) {
        this.config = config;
        this.limits = config.limits();
        this.gates = new GateRoom(limits, meters, roster, pools);
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
        Places places = new Places(config);
        ShardMap shards = places.shards();
        ExecutorService threads = parts.add("threads", Executors.newVirtualThreadPerTaskExecutor());
        Transport transport = parts.add("transport", transport());
        NodeRoom movers = parts.add("nodes", new NodeRoom(config));
        NodeRoom onlookers = parts.add("nodes of the console", new NodeRoom(config));

        MigrationService migrations = migrations(shards, movers);
        parts.add("migrations", () -> migrations.close(limits.sessions().shutdown()));
        StandbyWatch standbys = parts.add("standby watch", new StandbyWatch(migrations, STANDBY_PAUSE));
        gates.seek(shards.shards(), migrations, threads);

        CertificateRoom certificates = parts.add("certificates", CertificateRoom.open(config, meters));
        PasswordWork passwordWork = parts.add("password work", new PasswordWork());
        Transcripts transcripts = parts.add("transcripts", new Transcripts(new TranscriptLog(config.stateDirectory()), Clock.systemUTC()));
        meters.transcripts(transcripts);
        HalfOpenLogins halfOpenLogins = new HalfOpenLogins(limits.clients().halfOpenLogins(), System::nanoTime);
        ClientCount clients = new ClientCount(limits.clients());
        ConsoleSubjects subjects = new ConsoleSubjects(
                shards, gates::get, shard -> gates.meters().get(shard).primaryAlarm().text(), gates::refusedPrimary, migrations, roster, pools,
                config.pools(), transcripts, flows,
                node -> onlookers.node(node).status(),
                config.authentication().hba(), () -> entrance(halfOpenLogins, clients), settings, limits);
        AdminConsole console = new AdminConsole(subjects, Main.VERSION, Thread.ofVirtual().name("console-", 0).factory());
        BadPeers badPeers = new BadPeers(System::nanoTime);
        sweeping(transport, badPeers);
        BackendDialer dialer =
                new BackendDialer(transport, limits.calls().connect(), limits.sessions().login(), passwordWork, certificates.servers(), places.sockets());
        LoginServices logins = login(shards, onlookers, threads, passwordWork, badPeers);

        for (Shard shard : shards.shards()) {
            gates.open(shard, migrations, transport, threads, standbys);
        }
        for (Shard shard : shards.shards()) {
            parts.add("primary watch", new PrimaryWatch(
                    shard, gates.get(shard), node -> onlookers.node(node).inRecovery(), gates.meters().get(shard).primaryAlarm(), PRIMARY_PAUSE));
        }

        Services services = new Services(
                shards,
                gates.all(),
                logins,
                dialer,
                new LinkPools<>(config.pools(), gates.all(), dialer, limits.calls().question(), Knowledge::nothing, pools),
                cancelKeys,
                new ConsoleEntrance(console, cancelKeys),
                roster,
                transcripts,
                flows,
                meters,
                gates.meters(),
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
        openPage(transport);
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

    /** A machine that has not what the configuration names is a reason not to start, and no fault. */
    private Transport transport() throws IOException {
        try {
            return new Transport(config.transport(), eventLoops());
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
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
        parts.add("log of bad peers", () -> sweeps.cancel(false));
    }

    private MigrationService migrations(ShardMap shards, NodeRoom movers) throws IOException {
        return new MigrationService(new MigrationParts(
                shards.shards(),
                movers::node,
                OwnBackends.of(roster, pools),
                limits,
                config.stateDirectory(),
                new DiskFiles(),
                new SystemStepClock(Clock.systemUTC()),
                new MoveMeters(shard -> gates.meters(shard).orElse(null)),
                shard -> gates.meters(shard).map(ShardMeters::tally).orElseGet(TrafficTally::nothing),
                shard -> new Hooks(
                        shard, config.shards().get(shard).hooks(), limits.hooks().outside(), limits.hooks().fenced(),
                        end -> gates.meters(shard).ifPresent(it -> it.hookEnded(end))),
                shard -> new Probes(config.shards().get(shard).probes(), limits.calls().question())));
    }

    private void listen(Transport transport, CertificateRoom certificates, Services services) throws IOException {
        for (SegueConfig.Listener listener : config.listeners()) {
            listeners.add(parts.add("listener", new ClientListener(transport, listener, certificates.of(listener), services)));
        }
        parts.add(
                "sessions at work", () -> new Farewell(listeners, List.copyOf(gates.all().values()), limits.sessions().shutdown()).say());
    }

    private void openPage(Transport transport) throws IOException {
        if (config.http().isPresent()) {
            HttpPage page = config.http().get();
            parts.add("page", new io.segue.proxy.watch.HttpPage(page.address(), page.port(), Main.VERSION, registry, gates::readiness));
            parts.add("meters of the virtual machine", new JvmMeters(registry, transport.threads()));
        }
    }

    /** Stops in reverse: no new clients, running units of work to their end, sessions with a last word, then everything else. */
    @Override
    public void close() {
        parts.close();
    }
}
