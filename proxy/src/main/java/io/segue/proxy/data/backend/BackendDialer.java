package io.segue.proxy.data.backend;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.message.CancelRequest;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.net.tls.ServerTls;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Opens connections to servers, on the event loop of the session that needs them. Never waits: names are looked up on a virtual thread. */
public final class BackendDialer {

    private final Transport transport;
    private final Duration connectDeadline;
    private final Duration loginDeadline;
    private final Executor passwordWork;
    private final Map<Node, ServerTls> tls;
    private final Map<Node, DomainSocketAddress> sockets;

    /** What came of a dial. Called once, on the event loop given. */
    public interface Outcome {

        void linked(BackendLink link);

        void failed(LinkFailure failure);
    }

    /**
     * @param connectDeadline for the TCP connection
     * @param loginDeadline from there to the server's ReadyForQuery
     * @param passwordWork takes what is too long for an event loop, see {@link PasswordWork}
     * @param tls of the nodes to which connections are encrypted
     * @param sockets of the nodes that run on this machine and are reached by them; nobody is in between, so that nothing is encrypted
     */
    public BackendDialer(
            Transport transport,
            Duration connectDeadline,
            Duration loginDeadline,
            Executor passwordWork,
            Map<Node, ServerTls> tls,
            Map<Node, DomainSocketAddress> sockets) {
        this.tls = Map.copyOf(tls);
        this.sockets = Map.copyOf(sockets);
        this.transport = transport;
        this.connectDeadline = connectDeadline;
        this.loginDeadline = loginDeadline;
        this.passwordWork = passwordWork;
    }

    /** Connects to {@code node} and logs in with the client's own start-up parameters. */
    public void dial(EventLoop loop, Node node, StartupMessage startup, LoginKey key, Outcome outcome) {
        BackendLogin login = new BackendLogin(node, startup, key, passwordWork, loginDeadline, outcome);
        connect(loop, node, login, reason -> outcome.failed(new LinkFailure.Unreachable(node, reason)));
    }

    /**
     * Sends {@code request} on a connection of its own.
     *
     * @param done called on {@code loop}, once, when the server has closed that connection, or it could not be made, or that takes longer than
     *     a login may: only then is the cancel over
     */
    public void cancel(EventLoop loop, Node node, CancelRequest request, Runnable done) {
        CancelHandler handler = new CancelHandler(request, done);
        handler.limit(loop.schedule(handler::end, loginDeadline.toNanos(), TimeUnit.NANOSECONDS));
        connect(loop, node, handler, reason -> handler.end());
    }

    private void connect(EventLoop loop, Node node, ChannelInboundHandlerAdapter last, Consumer<String> failed) {
        DomainSocketAddress socket = sockets.get(node);
        if (socket != null) {
            connect(transport.localServerLink(loop, connectDeadline), transport.local(socket), last, failed);
            return;
        }
        ServerTls ours = tls.get(node);
        connect(loop, node.address(), ours == null ? last : new TlsRequest(ours, loginDeadline, last, failed), failed);
    }

    private void connect(EventLoop loop, Address address, ChannelInboundHandlerAdapter handler, Consumer<String> failed) {
        if (NetUtil.isValidIpV4Address(address.host()) || NetUtil.isValidIpV6Address(address.host())) {
            connect(transport.serverLink(loop, connectDeadline), new InetSocketAddress(address.host(), address.port()), handler, failed);
            return;
        }
        Thread.ofVirtual().name("resolve-" + address.host()).start(() -> {
            try {
                InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
                loop.execute(() -> connect(transport.serverLink(loop, connectDeadline), resolved, handler, failed));
            } catch (UnknownHostException e) {
                loop.execute(() -> failed.accept("the host name " + address.host() + " is not known"));
            }
        });
    }

    private void connect(
            Bootstrap bootstrap, SocketAddress address, ChannelInboundHandlerAdapter handler, Consumer<String> failed) {
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                transport.watchServer(channel);
                channel.pipeline().addLast(handler);
            }
        });
        bootstrap.connect(address).addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                failed.accept(connected.cause().getMessage());
            }
        });
    }

    /** Says the one sentence and waits for the server to hang up, as libpq does. */
    private static final class CancelHandler extends ChannelInboundHandlerAdapter {

        private final CancelRequest request;
        private final Runnable done;
        private Optional<ChannelHandlerContext> context = Optional.empty();
        private ScheduledFuture<?> timer;
        private boolean over;

        CancelHandler(CancelRequest request, Runnable done) {
            this.request = request;
            this.done = done;
        }

        void limit(ScheduledFuture<?> limit) {
            timer = limit;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            context = Optional.of(ctx);
            if (over) {
                ctx.close();
            } else {
                ByteBuf out = ctx.alloc().buffer();
                request.encode(out);
                ctx.writeAndFlush(out);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        void end() {
            if (!over) {
                over = true;
                timer.cancel(false);
                context.ifPresent(ChannelHandlerContext::close);
                done.run();
            }
        }
    }
}
