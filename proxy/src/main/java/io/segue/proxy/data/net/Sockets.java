package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.segue.proxy.config.TransportKind;
import java.net.SocketAddress;
import java.util.Map;

/** A way of talking to the kernel: what drives an event loop, and the kinds of socket that live on it. */
interface Sockets {

    /** As in the configuration. */
    String name();

    IoHandlerFactory loops();

    Class<? extends ServerChannel> listener();

    Class<? extends Channel> link();

    /** Of Unix-domain sockets. */
    Class<? extends ServerChannel> localListener();

    /** Of Unix-domain sockets. */
    Class<? extends Channel> localLink();

    /** A Unix-domain address as {@link #localLink} takes it. */
    default SocketAddress local(DomainSocketAddress address) {
        return address;
    }

    /** Whether what is set for a listening socket by its number in the kernel can be, and connections inherit it (tcp(7)). */
    default boolean inheritOptions() {
        return true;
    }

    /** When a silent peer is asked whether it is still there: after {@code idle} seconds, each {@code pause} seconds, and so many times. */
    Map<ChannelOption<Integer>, Integer> keepAlive(int idle, int pause, int probes);

    /** What each connection needs besides. */
    default Map<ChannelOption<Short>, Short> ofConnections() {
        return Map.of();
    }

    /**
     * {@code AUTO} is epoll where it is to be had, and Java's own NIO elsewhere. It is never io_uring: that has to be chosen.
     *
     * @throws IllegalStateException when the machine has not what was chosen
     */
    static Sockets of(TransportKind kind) {
        return switch (kind) {
            case AUTO -> Epoll.isAvailable() ? new EpollSockets() : new NioSockets();
            case EPOLL -> available(Epoll.unavailabilityCause(), kind, new EpollSockets());
            case IO_URING -> available(IoUring.unavailabilityCause(), kind, new IoUringSockets());
            case NIO -> new NioSockets();
        };
    }

    private static Sockets available(Throwable obstacle, TransportKind kind, Sockets sockets) {
        if (obstacle != null) {
            throw new IllegalStateException(
                    "this machine has no transport " + kind + ": " + obstacle.getMessage() + ". Write transport = auto, or see sysctl kernel.io_uring_disabled",
                    obstacle);
        }
        return sockets;
    }
}
