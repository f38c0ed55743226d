package io.segue.proxy.data.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportTest {

    @Test
    void acceptedConnectionsAskWhetherTheirPeerIsStillThere() throws Exception {
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        try (Transport transport = new Transport(1)) {
            Channel listening = transport.listener().childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    accepted.add(channel);
                }
            }).bind("127.0.0.1", 0).sync().channel();
            try (Socket _ = new Socket("127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort())) {
                Channel connection = accepted.poll(60, TimeUnit.SECONDS);

                assertThat(connection).isInstanceOf(EpollSocketChannel.class);
                Map<ChannelOption<?>, Object> expected = Map.of(
                        ChannelOption.TCP_NODELAY, true, ChannelOption.SO_KEEPALIVE, true, EpollChannelOption.TCP_KEEPIDLE, 30,
                        EpollChannelOption.TCP_KEEPINTVL, 10, EpollChannelOption.TCP_KEEPCNT, 3);
                expected.forEach((option, value) -> assertThat((Object) connection.config().getOption(option)).as(option.name()).isEqualTo(value));
            }
        }
    }
}
