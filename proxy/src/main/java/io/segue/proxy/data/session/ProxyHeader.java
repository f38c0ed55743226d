package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.segue.proxy.data.entrance.BadPeers;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.RefusalReason;
import java.net.InetAddress;

/**
 * The header of a load balancer in front of a client's first bytes: it says where the client comes from (PROXY protocol, version 2). A
 * connection without it is refused, for whoever could leave it out could be anybody. Event loop.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int MOST_EXTENSION_BYTES = 2 * 1024;

    private final BadPeers badPeers;
    private final Meters meters;

    private ProxyHeader(BadPeers badPeers, Meters meters) {
        this.badPeers = badPeers;
        this.meters = meters;
    }

    /** At the end of {@code pipeline}; what comes behind the header goes on to the handlers behind. */
    static void expect(ChannelPipeline pipeline, BadPeers badPeers, Meters meters) {
        ProxyHeader header = new ProxyHeader(badPeers, meters);
        pipeline.addLast("signature", header.new Signature());
        pipeline.addLast("proxy-decoder", new HAProxyMessageDecoder(MOST_EXTENSION_BYTES, true));
        pipeline.addLast("proxy-header", header);
    }

    /** Refuses what begins otherwise at once; the decoder would wait for more. */
    private final class Signature extends ChannelInboundHandlerAdapter {

        private int seen;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            for (int i = 0; seen < SIGNATURE.length && i < bytes.readableBytes(); i++, seen++) {
                if (bytes.getByte(bytes.readerIndex() + i) != SIGNATURE[seen]) {
                    bytes.release();
                    refuse(ctx, "no PROXY header of version 2");
                    return;
                }
            }
            ctx.fireChannelRead(bytes);
            if (seen == SIGNATURE.length && !ctx.isRemoved()) {
                ctx.pipeline().remove(this);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HAProxyMessage header) {
            try {
                take(ctx, header);
            } finally {
                header.release();
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void take(ChannelHandlerContext ctx, HAProxyMessage header) {
        if (header.command() == HAProxyCommand.PROXY) {
            switch (header.proxiedProtocol().addressFamily()) {
                case AF_IPv4, AF_IPv6 -> ctx.channel().attr(ClientAddress.KEY)
                        .set(new ClientAddress.Tcp(InetAddress.ofLiteral(header.sourceAddress()), header.sourcePort()));
                case AF_UNIX, AF_UNSPEC -> { } // nobody knows better than the socket
            }
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, "malformed PROXY header: " + cause.getMessage());
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        badPeers.report(ctx.channel(), "refused before the start-up reason=\"" + why + "\"");
        meters.refused(RefusalReason.NOT_POSTGRESQL);
        ctx.close();
    }
}
