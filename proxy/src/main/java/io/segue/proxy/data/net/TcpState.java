package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.channel.uring.IoUringTcpInfo;
import java.util.Optional;

/**
 * How the kernel sees a connection at one moment (tcp(7), TCP_INFO).
 *
 * @param state of the kernel's tcp_states.h
 * @param unacked segments that are on their way
 * @param retransmits of the first of them
 * @param probes of a peer that takes nothing, without an answer
 */
record TcpState(int state, long unacked, int retransmits, int probes) {

    private static final int CLOSE = 7;

    /** Whether it can be asked for that. */
    static boolean isKnownOf(Channel channel) {
        return channel instanceof EpollSocketChannel || channel instanceof IoUringSocketChannel;
    }

    /** Empty when the connection was closed in the meantime. */
    static Optional<TcpState> of(Channel channel) {
        try {
            return switch (channel) {
                case EpollSocketChannel epoll -> Optional.of(of(epoll.tcpInfo()));
                case IoUringSocketChannel ring -> Optional.of(of(ring.tcpInfo()));
                default -> Optional.empty();
            };
        } catch (ChannelException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static TcpState of(EpollTcpInfo info) {
        return new TcpState(info.state(), info.unacked(), info.retransmits(), info.probes());
    }

    private static TcpState of(IoUringTcpInfo info) {
        return new TcpState(info.state(), info.unacked(), info.retransmits(), info.probes());
    }

    /** Whether nothing is sent or received any more. */
    boolean isClosed() {
        return state == CLOSE;
    }
}
