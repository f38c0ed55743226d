package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/** Java's own, which is there on every machine. */
final class NioSockets implements Sockets {

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public IoHandlerFactory loops() {
        return NioIoHandler.newFactory();
    }

    @Override
    public Class<? extends ServerChannel> listener() {
        return NioServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> link() {
        return NioSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> localListener() {
        return NioServerDomainSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> localLink() {
        return NioDomainSocketChannel.class;
    }

    @Override
    public SocketAddress local(DomainSocketAddress address) {
        return UnixDomainSocketAddress.of(address.path());
    }

    @Override
    public boolean inheritOptions() {
        return false;
    }

    @Override
    public Map<ChannelOption<Integer>, Integer> keepAlive(int idle, int pause, int probes) {
        return Map.of(
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idle,
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), pause,
                NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), probes);
    }
}
