package io.segue.proxy.data.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.unix.DomainSocketAddress;
import io.segue.protocol.login.MockVerifiers;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.config.Limits;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.entrance.ClientCount;
import io.segue.proxy.data.entrance.HalfOpenLogins;
import io.segue.proxy.data.login.Credential;
import io.segue.proxy.data.login.CredentialSource;
import io.segue.proxy.data.login.LoginServices;
import io.segue.proxy.data.net.MemoryLoop;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.data.pool.LinkPools;
import io.segue.proxy.gate.ShardGate;
import io.segue.proxy.route.Node;
import io.segue.proxy.route.Shard;
import io.segue.proxy.route.ShardMap;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The data plane on loops that somebody else steps: real sessions and real links, with connections in memory, and in no other time than that of the
 * loops. It trusts its clients, and servers have to trust it.
 */
public final class MemoryPlane {

    private static final int PORT = 6432;

    private final Roster roster;
    private final ClientListener listener;
    private final DomainSocketAddress address;

    /**
     * @param loops of {@code transport}
     * @param directory of its sockets; a server's is that of the port of its node
     * @param roster of its sessions
     */
    public MemoryPlane(Transport transport, List<MemoryLoop> loops, Path directory, Shard shard, ShardGate gate, Limits limits, Roster roster) {
        this.roster = roster;
        this.address = UnixSocket.address(directory.toString(), PORT);
        Services services = services(transport, loops.getFirst(), directory, shard, gate, limits);
        listener = listen(() -> new ClientListener(
                transport, new Listener(directory.toString(), PORT, Authentication.TRUST, Optional.empty()), Optional.empty(), services));
    }

    private interface Opening {
        ClientListener open() throws IOException;
    }

    private static ClientListener listen(Opening opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it. */
    public DomainSocketAddress address() {
        return address;
    }

    /** Where a server is to be found. */
    public static DomainSocketAddress addressOf(Node node, Path directory) {
        return UnixSocket.address(directory.toString(), node.address().port());
    }

    /** No new clients from here on. */
    public void stopAccepting() {
        listener.stopAccepting();
    }

    /** What is under way, for people. */
    public String state() {
        return roster.sessions().toString();
    }

    private Services services(Transport transport, MemoryLoop clock, Path directory, Shard shard, ShardGate gate, Limits limits) {
        ShardMap shards = new ShardMap(List.of(shard));
        Meters meters = new Meters(new SimpleMeterRegistry());
        ShardMeters shardMeters =
                meters.shard(shard.name(), shard.nodes().stream().map(Node::name).toList(), MemoryPlane::figures, () -> WayBack.NONE);
        BadPeers badPeers = new BadPeers(clock.ticker()::nanoTime);
        Duration limit = limits.calls().question();
        BackendDialer dialer = new BackendDialer(transport, limits.calls().connect(), limit, MemoryPlane::tooLong, Map.of(), sockets(shard, directory));
        MockVerifiers mocks = MockVerifiers.withRandomKey(new SecureRandom(), ScramVerifier.DEFAULT_ITERATIONS);
        return new Services(
                shards,
                Map.of(shard, gate),
                new LoginServices(shards, LoginServices.rules(List.of()), List.of(), List.of(), new Nobody(), mocks, MemoryPlane::tooLong, badPeers, meters),
                dialer,
                new LinkPools<>(List.of(), Map.of(shard, gate), dialer, limit, Knowledge::nothing, new PoolViews()),
                new CancelKeys(),
                (channel, startup) -> channel.close(),
                roster,
                new Transcripts(new TranscriptLog(directory), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
                new Flows(),
                meters,
                Map.of(shard, shardMeters),
                new HalfOpenLogins(limits.clients().halfOpenLogins(), clock.ticker()::nanoTime),
                new ClientCount(limits.clients()),
                badPeers,
                Optional.empty(),
                limits.sessions().memoryBytes(),
                limit,
                limits.sessions().login());
    }

    private static Map<Node, DomainSocketAddress> sockets(Shard shard, Path directory) {
        Map<Node, DomainSocketAddress> sockets = new HashMap<>();
        shard.nodes().forEach(node -> sockets.put(node, addressOf(node, directory)));
        return sockets;
    }

    private static void tooLong(Runnable work) {
        throw new IllegalStateException("where everybody is trusted no password is worked on: " + work);
    }

    private static ShardFigures figures() {
        return new ShardFigures(ShardFigures.GateState.OPEN, "", 1, 0, 0, 0, 0, 0, Duration.ZERO);
    }

    /** Nobody has a password. */
    private record Nobody() implements CredentialSource {

        @Override
        public CompletionStage<Credential> find(Shard shard, String role) {
            return CompletableFuture.completedStage(new Credential.Unavailable("nobody has a password"));
        }

        @Override
        public CompletionStage<Optional<StoredPassword>> listed(String role) {
            return CompletableFuture.completedStage(Optional.empty());
        }
    }
}
