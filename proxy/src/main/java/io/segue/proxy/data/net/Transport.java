package io.segue.proxy.data.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.segue.proxy.config.TransportKind;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The event loops and the kinds of socket, chosen once. One group accepts and serves: a session, its server link and its spare live on one loop.
 */
public final class Transport implements AutoCloseable {

    private static final int MIN_READ_BYTES = 2 * 1024;
    private static final int FIRST_READ_BYTES = 16 * 1024;
    private static final int MAX_READ_BYTES = 128 * 1024;
    private static final int LOW_WATER_BYTES = 32 * 1024;

    /** With the read that goes beyond it, and the rest of the buffer that the kernel takes piece by piece, a slow peer holds 256 KB. */
    private static final int HIGH_WATER_BYTES = 64 * 1024;
    private static final int BACKLOG = 4096;

    /** A silent peer is asked after half a minute whether it is still there, and is gone when it does not answer for another. */
    private static final int KEEP_ALIVE_IDLE_SECONDS = 30;
    private static final int KEEP_ALIVE_PAUSE_SECONDS = 10;
    private static final int KEEP_ALIVE_PROBES = 3;

    /** Of Linux, for options that Netty knows for connections only (asm-generic/socket.h, linux/tcp.h). */
    private static final int SOL_SOCKET = 1;

    private static final int SO_KEEPALIVE = 9;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;

    /** A server is near: when it acknowledges nothing for so long, it is gone. */
    private static final Duration SERVER_SILENCE = Duration.ofSeconds(10);

    /** A client may be far away, behind a network that is lost for a while. */
    private static final Duration CLIENT_SILENCE = Duration.ofMinutes(2);

    private final Sockets sockets;
    private final EventLoopGroup group;
    private final ByteBufAllocator memory;
    private final RecvByteBufAllocator reads;
    private final Map<EventExecutor, PeerWatch> watches = new HashMap<>();

    /**
     * @param loops threads that carry sessions
     * @throws IllegalStateException when the machine has not what {@code kind} names
     */
    public Transport(TransportKind kind, int loops) {
        this(kind, loops, PooledByteBufAllocator.DEFAULT);
    }

    /** @param memory of all buffers of its connections */
    public Transport(TransportKind kind, int loops, ByteBufAllocator memory) {
        this(kind, loops, memory, new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES));
    }

    /** @param reads how much is read at a time, from clients and from servers; io_uring has buffers of one size */
    public Transport(TransportKind kind, int loops, ByteBufAllocator memory, RecvByteBufAllocator reads) {
        this(Sockets.of(kind), loops, memory, reads);
    }

    private Transport(Sockets sockets, int loops, ByteBufAllocator memory, RecvByteBufAllocator reads) {
        this(sockets, new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("loop"), sockets.loops()), memory, reads);
    }

    /** @param group of loops that {@code sockets} can live on; closed with this */
    Transport(Sockets sockets, EventLoopGroup group, ByteBufAllocator memory, RecvByteBufAllocator reads) {
        this.sockets = sockets;
        this.group = group;
        this.memory = memory;
        this.reads = reads;
        group.forEach(loop -> watches.put(loop, new PeerWatch()));
    }

    /** {@code epoll}, {@code io_uring} or {@code nio}. */
    public String name() {
        return sockets.name();
    }

    public List<EventExecutor> loops() {
        List<EventExecutor> loops = new ArrayList<>();
        group.forEach(loops::add);
        return loops;
    }

    /** Ids of the threads behind {@link #loops()}; starts those that are not started yet. */
    public long[] threads() {
        return loops().stream().mapToLong(loop -> ((SingleThreadEventExecutor) loop).threadProperties().id()).toArray();
    }

    /** For a listening socket; the handler of accepted clients is the caller's. */
    public ServerBootstrap listener() {
        ServerBootstrap bootstrap = listener(sockets.listener()).option(ChannelOption.SO_REUSEADDR, true);
        if (sockets.inheritOptions()) {
            inherited().forEach((option, value) -> bootstrap.option(option, value));
        } else {
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true);
            keepAlive().forEach((option, value) -> bootstrap.childOption(option, value));
        }
        return bootstrap;
    }

    /** For a listening Unix-domain socket. */
    public ServerBootstrap localListener() {
        return listener(sockets.localListener());
    }

    private ServerBootstrap listener(Class<? extends ServerChannel> kind) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(kind)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, memory)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads)
                // A client that says no more may still listen.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMarks());
        sockets.ofConnections().forEach((option, value) -> bootstrap.childOption(option, value));
        return bootstrap;
    }

    /**
     * Options of the listening socket that Linux hands on to each connection it accepts (tcp(7)): a crowd of clients, or of peers that mean no
     * good, costs no calls for them.
     */
    private static Map<ChannelOption<Integer>, Integer> inherited() {
        return Map.of(
                new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE), 1,
                new IntegerUnixChannelOption("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY), 1,
                new IntegerUnixChannelOption("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE), KEEP_ALIVE_IDLE_SECONDS,
                new IntegerUnixChannelOption("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL), KEEP_ALIVE_PAUSE_SECONDS,
                new IntegerUnixChannelOption("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT), KEEP_ALIVE_PROBES);
    }

    /** Ends the connection of a client that is gone without a word. On the channel's event loop. */
    public void watchClient(Channel client) {
        watch(client, CLIENT_SILENCE);
    }

    /** Ends the connection to a server that is gone without a word. On the channel's event loop. */
    public void watchServer(Channel server) {
        watch(server, SERVER_SILENCE);
    }

    private void watch(Channel channel, Duration silence) {
        if (channel instanceof SocketChannel socket && TcpState.isKnownOf(socket)) {
            watches.get(channel.eventLoop()).add(socket, silence);
        }
    }

    /** For a connection to a server on this machine, through its Unix-domain socket. */
    public Bootstrap localServerLink(EventLoop loop, Duration connectDeadline) {
        return link(sockets.localLink(), loop, connectDeadline);
    }

    /** What a connection through a Unix-domain socket connects to. */
    public SocketAddress local(DomainSocketAddress address) {
        return sockets.local(address);
    }

    /** For a connection to a server on the given loop. */
    public Bootstrap serverLink(EventLoop loop, Duration connectDeadline) {
        Bootstrap bootstrap = link(sockets.link(), loop, connectDeadline)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        keepAlive().forEach((option, value) -> bootstrap.option(option, value));
        return bootstrap;
    }

    private Bootstrap link(Class<? extends Channel> kind, EventLoop loop, Duration connectDeadline) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(kind)
                .option(ChannelOption.ALLOCATOR, memory)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectDeadline.toMillis()))
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                // A server that hangs up has said why, and that is still to be read when a write has found the connection closed.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMarks());
        sockets.ofConnections().forEach((option, value) -> bootstrap.option(option, value));
        return bootstrap;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private Map<ChannelOption<Integer>, Integer> keepAlive() {
        return sockets.keepAlive(KEEP_ALIVE_IDLE_SECONDS, KEEP_ALIVE_PAUSE_SECONDS, KEEP_ALIVE_PROBES);
    }

    private static WriteBufferWaterMark waterMarks() {
        return new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES);
    }
}
