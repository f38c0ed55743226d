package io.segue.proxy.data.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.function.IntPredicate;

/**
 * The end of what a client says, by which it has not stopped listening: a FIN, or the close_notify of TLS. Event loop of the channel.
 */
public final class EndOfInput {

    /** Stands at a channel on which a session has begun. */
    private static final AttributeKey<IntPredicate> MAY_WAIT = AttributeKey.valueOf(EndOfInput.class, "may-wait");

    private EndOfInput() {}

    /** Whether a handler's event says that it has come. */
    public static boolean isIn(Object event) {
        return event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent;
    }

    public static boolean hasCome(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return channel instanceof DuplexChannel duplex && duplex.isInputShutdown() || tls != null && tls.engine().isInboundDone();
    }

    /** Tells the handlers behind {@code context} once more, who were not there when it came. */
    public static void repeat(ChannelHandlerContext context) {
        context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    /** A session begins. @param mayWait see {@link #mayWait} */
    public static void know(Channel channel, IntPredicate mayWait) {
        channel.attr(MAY_WAIT).set(mayWait);
    }

    /** Whether so many bytes more of the client would make no message whole, and it is owed an answer before them; not while it logs in. */
    public static boolean mayWait(Channel channel, int bytes) {
        IntPredicate known = channel.attr(MAY_WAIT).get();
        return known != null && known.test(bytes);
    }
}
