package io.segue.proxy.data.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.uring.IoUring;
import io.segue.proxy.config.TransportKind;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {

    @ParameterizedTest
    @EnumSource
    void acceptedConnectionsAskWhetherTheirPeerIsStillThere(TransportKind kind) throws Exception {
        if (kind == TransportKind.IO_URING && !IoUring.isAvailable()) {
            assertThatThrownBy(() -> new Transport(kind, 1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("has no transport io_uring");
            return;
        }
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        try (Transport transport = new Transport(kind, 1)) {
            Channel listening = transport.listener().childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    accepted.add(channel);
                }
            }).bind("127.0.0.1", 0).sync().channel();
            try (Socket _ = new Socket("127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort())) {
                Channel connection = accepted.poll(60, TimeUnit.SECONDS);

                Map<ChannelOption<?>, Object> expected = new HashMap<>(Map.of(ChannelOption.TCP_NODELAY, true, ChannelOption.SO_KEEPALIVE, true));
                expected.putAll(Sockets.of(kind).keepAlive(30, 10, 3));
                expected.putAll(Sockets.of(kind).ofConnections());
                expected.forEach((option, value) -> assertThat((Object) connection.config().getOption(option)).as(option.name()).isEqualTo(value));
            }
        }
    }

    @Test
    void ioUringHasToBeChosen() {
        try (Transport transport = new Transport(TransportKind.AUTO, 1)) {
            assertThat(transport.name()).isEqualTo("epoll");
        }
    }
}
