package io.segue.proxy.data.backend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.CancelKey;
import io.segue.proxy.config.TransportKind;
import io.segue.proxy.data.net.Transport;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server says why it ends and hangs up, with bytes of the client before it that it has not read: its operating system resets the connection. A client
 * without Segue in between would write, be told that the connection is broken, and still find there what the server has said.
 */
class LastWordTest {

    private static final String WORD = "terminating connection due to administrator command";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final CancelKey KEY = new CancelKey(new byte[4]);

    private enum Way {
        TCP,
        LOCAL
    }

    @TempDir
    private Path directory;

    private static Stream<Arguments> cases() {
        return Stream.of(TransportKind.values())
                .filter(kind -> kind != TransportKind.IO_URING || IoUring.isAvailable())
                .flatMap(kind -> Stream.of(Way.values()).flatMap(way -> Stream.of(1, 1 << 16).map(bytes -> Arguments.of(kind, way, bytes))));
    }

    private ServerSocketChannel listen(Way way) throws IOException {
        return switch (way) {
            case TCP -> ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            case LOCAL -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
        };
    }

    private SocketAddress place(Way way, Transport transport, ServerSocketChannel server) throws IOException {
        return switch (way) {
            case TCP -> server.getLocalAddress();
            case LOCAL -> transport.local(new DomainSocketAddress(directory.resolve("socket").toString()));
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isHeardAlsoWhenAWriteIsTheFirstToNoticeThatItHasHungUp(TransportKind kind, Way way, int bytesOfARead) throws Exception {
        Heard heard = new Heard();
        try (Transport transport = new Transport(kind, 1, PooledByteBufAllocator.DEFAULT, new FixedRecvByteBufAllocator(bytesOfARead));
                ServerSocketChannel server = listen(way)) {
            EventLoop loop = (EventLoop) transport.loops().getFirst();
            Bootstrap bootstrap = way == Way.TCP ? transport.serverLink(loop, LIMIT) : transport.localServerLink(loop, LIMIT);
            Channel channel = bootstrap.handler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel fresh) {
                    // The link comes when the connection is there.
                }
            }).connect(place(way, transport, server)).sync().channel();
            SocketChannel accepted = server.accept();

            loop.submit(() -> {
                BackendLink link = new BackendLink(
                        channel, new Node("node_a", new Address("127.0.0.1", 5432)), new BackendKeyData(1, KEY), Map.of(), new LoginNotices());
                channel.pipeline().addLast(new BackendHandler(link));
                link.listen(heard);
                say(link);
                // The loop looks at no event meanwhile.
                accepted.write(ByteBuffer.wrap(WORD.getBytes(ISO_8859_1)));
                accepted.close();
                say(link);
                return null;
            }).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            Patience.await().untilAsserted(() -> loop.submit(() -> assertThat(heard.events()).contains("(gone)")).get());
            String said = String.join("", loop.submit(() -> heard.events().stream().filter(it -> !it.startsWith("(")).toList()).get());
            assertThat(said).isEqualTo(WORD);
        }
    }

    /** What the server does not read. */
    private static void say(BackendLink link) {
        link.write(link.buffer().writeBytes(new byte[100]));
        link.flush();
    }
}
