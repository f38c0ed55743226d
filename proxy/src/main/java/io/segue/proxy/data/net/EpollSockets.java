package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.Map;

/** Linux's epoll, through Netty's native library. */
final class EpollSockets implements Sockets {

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public IoHandlerFactory loops() {
        return new LastingEpoll.Factory(EpollIoHandler.newFactory());
    }

    @Override
    public Class<? extends ServerChannel> listener() {
        return EpollServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> link() {
        return EpollSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> localListener() {
        return EpollServerDomainSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> localLink() {
        return EpollDomainSocketChannel.class;
    }

    @Override
    public Map<ChannelOption<Integer>, Integer> keepAlive(int idle, int pause, int probes) {
        return Map.of(
                EpollChannelOption.TCP_KEEPIDLE, idle, EpollChannelOption.TCP_KEEPINTVL, pause, EpollChannelOption.TCP_KEEPCNT, probes);
    }
}
