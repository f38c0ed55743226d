package io.segue.proxy.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.FrontendMessage;
import java.util.Random;

/** What one end says, cut anywhere. On the loop of its connection. */
final class Wire {

    private static final int MOST_CUTS = 3;

    private final ChannelHandlerContext context;
    private final Random random;
    private final ByteBuf waiting;

    Wire(ChannelHandlerContext context, Random random) {
        this.context = context;
        this.random = random;
        this.waiting = context.alloc().buffer();
        context.channel().closeFuture().addListener(_ -> waiting.release());
    }

    void add(BackendMessage message) {
        if (context.channel().isActive()) {
            message.encode(waiting);
        }
    }

    void send(BackendMessage... messages) {
        for (BackendMessage message : messages) {
            add(message);
        }
        flush();
    }

    void say(FrontendMessage... messages) {
        if (context.channel().isActive()) {
            for (FrontendMessage message : messages) {
                message.encode(waiting);
            }
            flush();
        }
    }

    private void flush() {
        for (int cuts = random.nextInt(MOST_CUTS); cuts > 0 && waiting.isReadable(); cuts--) {
            write(1 + random.nextInt(waiting.readableBytes()));
        }
        if (waiting.isReadable()) {
            write(waiting.readableBytes());
        }
        if (context.channel().isActive()) {
            waiting.clear();
        }
    }

    private void write(int bytes) {
        context.writeAndFlush(context.alloc().buffer(bytes).writeBytes(waiting, bytes));
    }

    void close() {
        context.close();
    }
}
