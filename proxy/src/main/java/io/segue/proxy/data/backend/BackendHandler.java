package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.proxy.data.net.ConnectionLoss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates Netty's events of a link into those of its listener. Event loop. */
final class BackendHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(BackendHandler.class);

    private final BackendLink link;

    BackendHandler(BackendLink link) {
        this.link = link;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        link.listener().serverBytes((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        link.listener().serverReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        link.listener().serverWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.listener().serverGone();
    }

    /** A failed read closes the channel by itself; after a failed write, what the server has said before it hung up is still to be read. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionLoss.is(cause)) {
            log.debug("link lost node={} pid={}: {}", link.node(), link.processId(), cause.getMessage());
        } else {
            log.error("link failed node={} pid={}", link.node(), link.processId(), cause);
            ctx.close();
        }
    }
}
