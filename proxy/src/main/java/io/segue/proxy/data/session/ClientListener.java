package io.segue.proxy.data.session;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.segue.proxy.config.SegueConfig.ClientHeader;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.data.entrance.AcceptGate;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.data.net.UnixSocket;
import io.segue.proxy.data.net.tls.ListenerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Listens for clients on one address and gives each connection its first handler. Any thread. */
public final class ClientListener implements AutoCloseable {

    /** The proxy stops: a session says its last word. */
    static final Object SHUTDOWN = new Object();

    private static final long FAREWELL_SECONDS = 1;

    private final Channel serverChannel;
    private final Optional<UnixSocket> socket;
    private final int port;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * @param tls empty when its clients talk in clear
     * @throws IOException when the address cannot be listened on
     */
    public ClientListener(Transport transport, Listener listener, Optional<ListenerTls> tls, Services services) throws IOException {
        Optional<UnixSocket> claimed =
                listener.isLocal() ? Optional.of(UnixSocket.claim(listener.address(), listener.port())) : Optional.empty();
        ServerBootstrap bootstrap = claimed.isPresent() ? transport.localListener() : transport.listener();
        bootstrap.handler(new AcceptGate(services.halfOpenLogins(), services.meters()))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        transport.watchClient(channel);
                        channel.pipeline().addLast("deadline", new LoginDeadline(services));
                        if (listener.header() == ClientHeader.PROXY_PROTOCOL) {
                            ProxyHeader.expect(channel.pipeline(), services.badPeers(), services.meters());
                        }
                        channel.pipeline().addLast("startup", new StartupHandler(services, listener.authentication(), tls));
                    }
                });
        SocketAddress address = claimed.<SocketAddress>map(socket -> transport.local(socket.address()))
                .orElseGet(() -> new InetSocketAddress(listener.address(), listener.port()));
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + listener.address() + ":" + listener.port(), bound.cause());
        }
        serverChannel = bound.channel();
        if (claimed.isPresent()) {
            claimed.get().open();
        }
        socket = claimed;
        port = serverChannel.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : listener.port();
        services.transcripts().listen(recording -> clients.forEach(client -> client.pipeline().fireUserEventTriggered(recording)));
    }

    /** The port listened on; of interest when the configuration says 0. */
    public int port() {
        return port;
    }

    /** No new clients from here on. */
    public void stopAccepting() {
        serverChannel.close().awaitUninterruptibly();
    }

    /** Ends every connection that is left: sessions with a last word, the rest without. */
    @Override
    public void close() throws IOException {
        stopAccepting();
        if (socket.isPresent()) {
            socket.get().close();
        }
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(SHUTDOWN));
        clients.newCloseFuture().awaitUninterruptibly(FAREWELL_SECONDS, TimeUnit.SECONDS);
        clients.close().awaitUninterruptibly();
    }
}
