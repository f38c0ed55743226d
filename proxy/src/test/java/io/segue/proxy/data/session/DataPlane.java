package io.segue.proxy.data.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.unix.DomainSocketAddress;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.config.ClientLimits;
import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.PoolRule;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.PasswordWork;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.entrance.ClientCount;
import io.segue.proxy.data.entrance.HalfOpenLogins;
import io.segue.proxy.data.login.Credential;
import io.segue.proxy.data.login.CredentialSource;
import io.segue.proxy.data.login.LoginServices;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.ServerTls;
import io.segue.proxy.data.pool.LinkPools;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Route;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestTransport;
import io.segue.proxy.watch.Flows;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.PoolViews;
import io.segue.proxy.watch.Roster;
import io.segue.proxy.watch.ShardFigures;
import io.segue.proxy.watch.ShardMeters;
import io.segue.proxy.watch.WayBack;
import io.segue.proxy.watch.transcript.TranscriptLog;
import io.segue.proxy.watch.transcript.Transcripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The data plane in front of real servers, with hand-written control: a gate that the test closes and opens, and verifiers read from the
 * first server by the superuser.
 */
public final class DataPlane implements AutoCloseable {

    /** For a run of tests that ask for no pool in another pool mode: {@code -Dsegue.test.pool-mode=transaction}. */
    private static final List<PoolRule> RULES = Optional.ofNullable(System.getProperty("segue.test.pool-mode"))
            .map(mode -> Arrays.stream(PoolMode.values()).filter(each -> each.toString().equals(mode)).findFirst().orElseThrow())
            .map(mode -> List.of(Pooling.of(mode, 500).rule()))
            .orElseGet(List::of);
    private static final List<String> DATABASES = List.of("postgres", "app", "missing", "App", "with/slash", "a=b c%20'\"");

    /** Sessions of a test with a crowd of them: {@code -Dsegue.crowd.sessions=2000} for a large one. */
    static final int CROWD = Integer.getInteger("segue.crowd.sessions", 60);
    static final int MAX_WAITING = Math.max(100, CROWD);
    static final int LOGINS_AT_ONCE = 4;
    static final int SESSION_MEMORY_BYTES = 64 * 1024;
    static final ClientLimits CLIENT_LIMITS =
            new ClientLimits(Math.max(500, CROWD + 10), 3, 10, 500, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    final Node nodeA;
    final Node nodeB;
    final ShardGate gate;
    final Roster roster = new Roster();
    final Transcripts transcripts = new Transcripts(new TranscriptLog(Path.of("target/state-of-data-plane").toAbsolutePath()), Clock.systemUTC());
    final PoolViews pools = new PoolViews();
    final Flows flows = new Flows();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** What the prover says when a hold passes its deadline. */
    volatile Optional<Route> proof = Optional.empty();

    final ShardMeters shardMeters;
    final HalfOpenLogins halfOpenLogins;
    final ClientCount clients;

    private final Optional<PostgresServer> first;
    private final Logins logins;
    private final Transport transport;
    private final PasswordWork passwordWork = new PasswordWork();
    private final ClientListener listener;
    private final MockVerifiers mocks = MockVerifiers.withRandomKey(new SecureRandom(), ScramVerifier.DEFAULT_ITERATIONS);

    /**
     * How clients log in to a listener that goes by rules.
     *
     * @param listed the user list
     */
    record Logins(List<HbaRule> rules, Map<String, StoredPassword> listed) {

        static final Logins NONE = new Logins(List.of(), Map.of());
    }

    DataPlane(PostgresServer first, PostgresServer second, Logins logins) {
        this(Optional.of(first), first.port(), second.port(), CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, Authentication.HBA, Optional.empty()), new Transport(TestTransport.KIND, 1), RULES, MovePolicies.DEFAULTS, logins);
    }

    DataPlane(PostgresServer first, PostgresServer second) {
        this(first, second, Authentication.SCRAM_SHA_256);
    }

    DataPlane(PostgresServer first, PostgresServer second, Authentication authentication) {
        this(first, second.port(), authentication);
    }

    DataPlane(PostgresServer first, int portOfSecond, Authentication authentication) {
        this(first, portOfSecond, authentication, CLIENT_LIMITS);
    }

    DataPlane(PostgresServer first, int portOfSecond, Authentication authentication, ClientLimits clientLimits) {
        this(first, portOfSecond, authentication, clientLimits, Optional.empty());
    }

    /** @param tls the caller closes it */
    DataPlane(
            PostgresServer first, int portOfSecond, Authentication authentication, ClientLimits clientLimits, Optional<ListenerTls> tls) {
        this(first, portOfSecond, clientLimits, tls, _ -> Map.of(),
                new Listener("127.0.0.1", 0, authentication, tls.map(ListenerTls::files)));
    }

    /** In front of something that only looks like a server; it has no verifiers. */
    static DataPlane before(int port) {
        return new DataPlane(
                Optional.empty(), port, port, CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, Authentication.TRUST, Optional.empty()), new Transport(TestTransport.KIND, 1), RULES, MovePolicies.DEFAULTS);
    }

    /** With links that are lent. */
    static DataPlane pooling(PostgresServer first, int portOfSecond, Authentication authentication, Pooling pooling) {
        return new DataPlane(
                Optional.of(first), first.port(), portOfSecond, CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, authentication, Optional.empty()), new Transport(TestTransport.KIND, pooling.loops()), List.of(pooling.rule()),
                MovePolicies.DEFAULTS);
    }

    /** With links that are lent. @param transport closed with this */
    public static DataPlane pooling(PostgresServer server, PoolMode mode, int size, Transport transport) {
        return new DataPlane(
                Optional.of(server), server.port(), server.port(), CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, Authentication.TRUST, Optional.empty()), transport, List.of(Pooling.of(mode, size).rule()),
                MovePolicies.DEFAULTS);
    }

    /** @param transport with one loop; closed with this */
    public DataPlane(PostgresServer first, int portOfSecond, Authentication authentication, Transport transport) {
        this(Optional.of(first), first.port(), portOfSecond, CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, authentication, Optional.empty()), transport, RULES, MovePolicies.DEFAULTS);
    }

    /** With policies of the shard's own. */
    DataPlane(PostgresServer first, PostgresServer second, MovePolicies policies) {
        this(Optional.of(first), first.port(), second.port(), CLIENT_LIMITS, Optional.empty(), _ -> Map.of(), Optional.empty(),
                new Listener("127.0.0.1", 0, Authentication.SCRAM_SHA_256, Optional.empty()), new Transport(TestTransport.KIND, 1), RULES, policies);
    }

    /** @param toServers made for both nodes; the caller closes what is in it */
    DataPlane(
            PostgresServer first,
            int portOfSecond,
            ClientLimits clientLimits,
            Optional<ListenerTls> tls,
            Function<List<Node>, Map<Node, ServerTls>> toServers,
            Listener listen) {
        this(first, portOfSecond, clientLimits, tls, toServers, Optional.empty(), listen);
    }

    /** @param directory of the first server's Unix-domain socket */
    DataPlane(
            PostgresServer first,
            int portOfSecond,
            ClientLimits clientLimits,
            Optional<ListenerTls> tls,
            Function<List<Node>, Map<Node, ServerTls>> toServers,
            Optional<String> directory,
            Listener listen) {
        this(Optional.of(first), first.port(), portOfSecond, clientLimits, tls, toServers, directory, listen, new Transport(TestTransport.KIND, 1), RULES,
                MovePolicies.DEFAULTS);
    }

    private DataPlane(
            Optional<PostgresServer> first,
            int portOfFirst,
            int portOfSecond,
            ClientLimits clientLimits,
            Optional<ListenerTls> tls,
            Function<List<Node>, Map<Node, ServerTls>> toServers,
            Optional<String> directory,
            Listener listen,
            Transport transport,
            List<PoolRule> poolRules,
            MovePolicies policies) {
        this(first, portOfFirst, portOfSecond, clientLimits, tls, toServers, directory, listen, transport, poolRules, policies, Logins.NONE);
    }

    private DataPlane(
            Optional<PostgresServer> first,
            int portOfFirst,
            int portOfSecond,
            ClientLimits clientLimits,
            Optional<ListenerTls> tls,
            Function<List<Node>, Map<Node, ServerTls>> toServers,
            Optional<String> directory,
            Listener listen,
            Transport transport,
            List<PoolRule> poolRules,
            MovePolicies policies,
            Logins logins) {
        this.first = first;
        this.logins = logins;
        this.transport = transport;
        halfOpenLogins = new HalfOpenLogins(clientLimits.halfOpenLogins(), System::nanoTime);
        clients = new ClientCount(clientLimits);
        nodeA = new Node("node_a", new Address(PostgresServer.HOST, portOfFirst));
        nodeB = new Node("node_b", new Address(PostgresServer.HOST, portOfSecond));
        Map<Node, DomainSocketAddress> sockets = new HashMap<>();
        directory.ifPresent(there -> sockets.put(nodeA, UnixSocket.address(there, portOfFirst)));
        Map<Node, ServerTls> serverTls = toServers.apply(List.of(nodeA, nodeB));
        Shard shard = new Shard("main", DATABASES, List.of(nodeA, nodeB), policies);
        Meters meters = new Meters(registry);
        Roster sessions = roster;
        shardMeters = meters.shard("main", List.of("node_a", "node_b"), this::figures, () -> WayBack.NONE);
        gate = new ShardGate(
                shard,
                new Route(nodeA, 1),
                transport.loops(),
                any -> CompletableFuture.completedStage(proof),
                MAX_WAITING,
                Math.max(1000, CROWD),
                LOGINS_AT_ONCE,
                1,
                held -> { });
        gate.release(gate.route());
        BadPeers badPeers = new BadPeers(System::nanoTime);
        BackendDialer dialer =
                new BackendDialer(transport, Duration.ofSeconds(5), Duration.ofSeconds(20), passwordWork, serverTls, sockets);
        Services services = new Services(
                new ShardMap(List.of(shard)),
                Map.of(shard, gate),
                new LoginServices(
                        new ShardMap(List.of(shard)), LoginServices.rules(logins.rules()), List.of(), List.of("ops"), credentials(), mocks,
                        passwordWork, badPeers, meters),
                dialer,
                new LinkPools<>(poolRules, Map.of(shard, gate), dialer, Duration.ofSeconds(20), Knowledge::nothing, pools),
                new CancelKeys(),
                (channel, startup) -> channel.close(),
                sessions,
                transcripts,
                flows,
                meters,
                Map.of(shard, shardMeters),
                halfOpenLogins,
                clients,
                badPeers,
                clientLimits.idle(),
                SESSION_MEMORY_BYTES,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
        try {
            listener = new ClientListener(
                    transport, listen, tls, services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.port();
    }

    /** Of the one shard. */
    public ShardGate gate() {
        return gate;
    }

    /** What is under way, for people. */
    public String state() {
        return gate.snapshot() + " " + roster.sessions();
    }

    public Node otherThan(Node node) {
        return node.equals(nodeA) ? nodeB : nodeA;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?sslmode=disable";
    }

    Connection connect() throws SQLException {
        return connect(Map.of());
    }

    Connection connect(Map<String, String> properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(Map.of("user", PostgresServer.SUPERUSER, "password", PostgresServer.PASSWORD));
        all.putAll(properties);
        return DriverManager.getConnection(url("postgres"), all);
    }

    /** Sends new units of work to B, as a finished move does. */
    void moveToB() {
        gate.release(gate.route().movedTo(nodeB));
    }

    /** Closes the gate for that long, and returns when the event loop has seen to it: what it reads from now on is held. */
    void holdAndSettle(Duration limit) throws InterruptedException {
        gate.hold("test", limit);
        settle();
    }

    /** Opens the gate as it was, and returns when the event loop has seen to it. */
    void releaseAndSettle() throws InterruptedException {
        gate.release(gate.route());
        settle();
    }

    /** Returns when the event loop has done what it was told before. */
    void settle() throws InterruptedException {
        transport.loops().getFirst().submit(() -> { }).sync();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        transport.close();
        passwordWork.close();
    }

    private ShardFigures figures() {
        return new ShardFigures(ShardFigures.GateState.OPEN, "node_a", 1, 0, 0, 0, 0, 0, Duration.ZERO);
    }

    private CredentialSource credentials() {
        return new CredentialSource() {
            @Override
            public CompletionStage<Credential> find(Shard any, String role) {
                return CompletableFuture.supplyAsync(() -> credential(role));
            }

            @Override
            public CompletionStage<Optional<StoredPassword>> listed(String role) {
                return CompletableFuture.completedStage(Optional.ofNullable(logins.listed().get(role)));
            }
        };
    }

    private Credential credential(String role) {
        try (Connection connection = first.orElseThrow().connect();
                PreparedStatement query = connection.prepareStatement("SELECT rolpassword FROM pg_authid WHERE rolname = ?")) {
            query.setString(1, role);
            try (ResultSet rows = query.executeQuery()) {
                Optional<StoredPassword> password = rows.next() ? StoredPassword.ofCatalog(rows.getString(1)) : Optional.empty();
                return password.<Credential>map(stored -> new Credential.Known(stored, Set.of(role), Credential.Permission.LOGIN))
                        .orElseGet(() -> new Credential.Doomed(Set.of(), Credential.Scheme.SCRAM_SHA_256, "no such role"));
            }
        } catch (SQLException e) {
            return new Credential.Unavailable(e.getMessage());
        }
    }
}
