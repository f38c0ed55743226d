package io.segue.proxy.data.console;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.segue.protocol.message.BackendMessage;

/** What is sent to one client. Messages are gathered in one buffer until {@link #flush()}. Event loop. */
final class Replies {

    /** A buffer of this size is handed to the channel before the flush. */
    private static final int CHUNK_BYTES = 32 * 1024;

    private final ChannelHandlerContext context;
    private ByteBuf gathered;

    Replies(ChannelHandlerContext context) {
        this.context = context;
    }

    Channel channel() {
        return context.channel();
    }

    void send(BackendMessage message) {
        if (gathered == null) {
            gathered = context.alloc().buffer();
        }
        message.encode(gathered);
        if (gathered.readableBytes() >= CHUNK_BYTES) {
            write();
        }
    }

    void flush() {
        write();
        context.flush();
    }

    private void write() {
        if (gathered != null) {
            ByteBuf ready = gathered;
            gathered = null;
            context.write(ready, context.voidPromise());
        }
    }

    /** Sends what is gathered and closes. */
    void flushAndClose() {
        write();
        context.writeAndFlush(context.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whether the client takes what it is sent. */
    boolean writable() {
        return context.channel().isWritable();
    }

    /** The channel is closed: nothing can be sent any more. */
    void discard() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
