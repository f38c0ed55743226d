package io.segue.proxy.data.entrance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import java.util.concurrent.TimeUnit;

/**
 * The end of a client's connection: what has been written goes out first, as long as the client goes on taking it, because one that does not
 * read would keep its connection for ever. Event loop.
 */
public final class LastWord {

    /** A client that has taken nothing for so long takes nothing any more. */
    private static final long LINGER_SECONDS = 10;

    private LastWord() {}

    public static void say(Channel channel, ErrorFields error) {
        ByteBuf out = channel.alloc().buffer();
        new ErrorResponse(error).encode(out);
        writeAndClose(channel, out, ChannelFutureListener.CLOSE);
    }

    /** Closes when everything written has gone out. */
    public static void none(Channel channel) {
        writeAndClose(channel, Unpooled.EMPTY_BUFFER, ChannelFutureListener.CLOSE);
    }

    /** As {@link #say} to a client that may be sending, which must hear it all the same. */
    public static void sayToTalking(Channel channel, ErrorFields error) {
        ByteBuf out = channel.alloc().buffer();
        new ErrorResponse(error).encode(out);
        writeAndClose(channel, out, HeardOut::closeBehind);
    }

    /** As {@link #none} to a client that may be sending. */
    public static void noneToTalking(Channel channel) {
        writeAndClose(channel, Unpooled.EMPTY_BUFFER, HeardOut::closeBehind);
    }

    private static void writeAndClose(Channel channel, ByteBuf out, ChannelFutureListener close) {
        channel.writeAndFlush(out).addListener(close);
        if (channel.isOpen()) {
            linger(channel);
        }
    }

    private static void linger(Channel channel) {
        long waiting = waitingBytes(channel);
        ScheduledFuture<?> look = channel.eventLoop().schedule(() -> {
            if (waitingBytes(channel) == waiting) {
                channel.close();
            } else {
                linger(channel);
            }
        }, LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> look.cancel(false));
    }

    private static long waitingBytes(Channel channel) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }
}
