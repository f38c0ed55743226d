package io.segue.proxy.data.entrance;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.proxy.data.net.EndOfInput;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection in a way that the client hears the last word: a connection that is closed over bytes that were not read is reset, and what
 * is on its way to the client is lost with it (RFC 2525, 2.17). So only Segue's side is closed at first; what the client is still sending is
 * dropped, until it has closed its own side. Event loop.
 */
final class HeardOut extends ChannelInboundHandlerAdapter {

    /** A client that has not closed its side by then is not waited for. */
    private static final long LIMIT_MILLIS = 2_000;

    private ScheduledFuture<?> timer;

    private HeardOut() {}

    /** @param written the last word */
    static void closeBehind(ChannelFuture written) {
        Channel channel = written.channel();
        if (written.isSuccess() && channel instanceof DuplexChannel duplex && !EndOfInput.hasCome(channel)) {
            channel.pipeline().addFirst("heard-out", new HeardOut());
            endOutput(duplex);
        } else {
            channel.close();
        }
    }

    private static void endOutput(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> {
            ctx.close();
        }, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        ctx.channel().config().setAutoRead(true);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // nobody has read anything
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (EndOfInput.isIn(event)) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a client that is gone hears nothing
    }
}
