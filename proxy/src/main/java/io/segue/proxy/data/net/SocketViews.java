package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandler;
import io.segue.proxy.watch.SocketView;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Connections for people. Read by other threads: each value is whole, but they may be of different moments. */
public final class SocketViews {

    private SocketViews() {}

    public static SocketView ofClient(Channel channel) {
        SocketView.End peer = switch (ClientAddress.of(channel)) {
            case ClientAddress.Tcp(var host, int port) -> new SocketView.End.Tcp(host.getHostAddress(), port);
            case ClientAddress.Local() -> new SocketView.End.Local();
        };
        return of(channel, peer, Optional.empty());
    }

    /** @param pid of the server's backend */
    public static SocketView ofServer(Channel channel, int pid) {
        return of(channel, end(channel.remoteAddress()), Optional.of(pid));
    }

    private static SocketView of(Channel channel, SocketView.End peer, Optional<Integer> pid) {
        return new SocketView(peer, end(channel.localAddress()), pid, tls(channel), unsentBytes(channel));
    }

    private static SocketView.End end(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new SocketView.End.Tcp(inet.getAddress().getHostAddress(), inet.getPort())
                : new SocketView.End.Local();
    }

    private static String tls(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? "" : tls.engine().getSession().getProtocol();
    }

    private static long unsentBytes(Channel channel) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }
}
