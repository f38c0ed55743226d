package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Map;

/**
 * Linux's io_uring, through Netty's native library: calls are handed over in batches. Each loop has a ring of buffers which the kernel fills as
 * bytes come in (io_uring_setup_buf_ring(3)), so that a connection that waits holds none.
 *
 * <p>But no ring while Netty receives more than once for one call (recv multishot): Netty 4.2.18 goes on with that when it is told to read no
 * more, and a client that is slow to take a large answer would fill the memory. The launcher turns that off.
 */
final class IoUringSockets implements Sockets {

    private static final short BUFFERS = 0;

    /** A ring holds a megabyte for each loop; what does not fit into a buffer comes in several. */
    private static final short RING_SIZE = 64;
    private static final int BUFFER_BYTES = 16 * 1024;

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public IoHandlerFactory loops() {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
        if (hasRing()) {
            config.setBufferRingConfig(IoUringBufferRingConfig.builder()
                    .bufferGroupId(BUFFERS)
                    .bufferRingSize(RING_SIZE)
                    .batchSize(RING_SIZE)
                    .allocator(new IoUringFixedBufferRingAllocator(BUFFER_BYTES))
                    .build());
        }
        return IoUringIoHandler.newFactory(config);
    }

    private static boolean hasRing() {
        return IoUring.isRegisterBufferRingSupported() && !IoUring.isRecvMultishotEnabled();
    }

    @Override
    public Class<? extends ServerChannel> listener() {
        return IoUringServerSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> link() {
        return IoUringSocketChannel.class;
    }

    @Override
    public Class<? extends ServerChannel> localListener() {
        return IoUringServerDomainSocketChannel.class;
    }

    @Override
    public Class<? extends Channel> localLink() {
        return IoUringDomainSocketChannel.class;
    }

    @Override
    public Map<ChannelOption<Integer>, Integer> keepAlive(int idle, int pause, int probes) {
        return Map.of(
                IoUringChannelOption.TCP_KEEPIDLE, idle, IoUringChannelOption.TCP_KEEPINTVL, pause, IoUringChannelOption.TCP_KEEPCNT, probes);
    }

    @Override
    public Map<ChannelOption<Short>, Short> ofConnections() {
        return hasRing() ? Map.of(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFERS) : Map.of();
    }
}
