package io.segue.proxy.data.net;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Peers whose machine answers no packet any more, as when it has lost its power or its network. They are on this machine, where packets do
 * not get lost by themselves: their sockets are told to drop all that comes before TCP sees it, by a filter (socket(7), SO_ATTACH_FILTER).
 */
class PeerWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** More than the kernel's buffers on the way may grow to. */
    private static final int MANY_BYTES = 16 << 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();
    private final PeerWatch watch = new PeerWatch();
    private Channel listening;

    /** Our side of a connection, and what went wrong on it. */
    private static final class Peer extends ChannelInboundHandlerAdapter {

        private volatile Channel channel;
        private volatile Optional<Throwable> failure = Optional.empty();

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failure = Optional.of(cause);
        }
    }

    @BeforeEach
    void listen() throws InterruptedException {
        ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(EpollServerSocketChannel.class).childHandler(new AcceptedPeers());
        listening = bootstrap.bind("127.0.0.1", 0).sync().channel();
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Each on the watch as soon as it is there. */
    private final class AcceptedPeers extends ChannelInitializer<EpollSocketChannel> {
        @Override
        protected void initChannel(EpollSocketChannel channel) {
            Peer peer = new Peer();
            peer.channel = channel;
            channel.pipeline().addLast(peer);
            watch.add(channel, LIMIT);
            accepted.add(peer);
        }
    }

    @Test
    void whoAnswersNothingIsGivenUpAndWhoOnlyDoesNotReadIsNot() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Channel idler = connect(read);
        Peer idle = accepted.take();
        Channel goesInTheMiddle = connect(new AtomicInteger());
        Peer gone = accepted.take();
        Channel goesWithItsBuffersFull = connect(new AtomicInteger());
        Peer stalledAndGone = accepted.take();
        send(idle, MANY_BYTES);
        send(stalledAndGone, MANY_BYTES);
        await().until(() -> !idle.channel.isWritable() && !stalledAndGone.channel.isWritable());

        dropEverything(goesInTheMiddle);
        dropEverything(goesWithItsBuffersFull);
        send(gone, 100);

        for (Peer lost : new Peer[] {gone, stalledAndGone}) {
            assertThat(lost.channel.closeFuture().await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lost.failure.orElseThrow()).hasMessageContaining("the peer has acknowledged nothing for more than 1000 ms");
        }
        assertThat(idle.channel.isActive()).as("lives, and has read nothing all the time").isTrue();
        assertThat(read.get()).isZero();
        idler.config().setAutoRead(true);
        await().until(() -> read.get() == MANY_BYTES);
    }

    private Channel connect(AtomicInteger read) throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        read.addAndGet(((ByteBuf) message).readableBytes());
                        ((ByteBuf) message).release();
                    }
                })
                .connect((InetSocketAddress) listening.localAddress())
                .sync()
                .channel();
    }

    private static void send(Peer to, int bytes) {
        to.channel.writeAndFlush(to.channel.alloc().buffer(bytes).writeZero(bytes));
    }

    /** A program of one instruction: return 0, the number of bytes of a packet that are kept (linux/filter.h: sock_filter, sock_fprog). */
    private static void dropEverything(Channel channel) {
        ByteBuffer instruction = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putShort((short) 0x06).putShort((short) 0).putInt(0).flip();
        ByteBuffer program = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder())
                .putShort((short) 1).position(8).putLong(MemorySegment.ofBuffer(instruction).address()).flip();
        RawUnixChannelOption attachFilter = new RawUnixChannelOption("SO_ATTACH_FILTER", 1, 26, program.remaining());
        assertThat(channel.config().setOption(attachFilter, program)).isTrue();
        Reference.reachabilityFence(instruction);
    }
}
