package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.segue.proxy.data.net.EndOfInput;
import java.util.Optional;

/**
 * Stands between the socket and TLS, and keeps a client's close_notify back while the client is owed an answer: both providers end their own
 * side when they read it, and nothing could be told any more, where a server goes on answering (OpenSSL lets it).
 *
 * <p>Which record it is cannot be seen, for TLS 1.3 hides the kind. What is as long as an alert is kept (without padding: Java's own clients
 * pad), and only where nobody misses it, because as data it would make no message whole. It passes as soon as more comes, or nothing is owed
 * any more. Event loop.
 */
public final class TlsGoodbye extends ChannelDuplexHandler {

    private final SslHandler tls;
    private final TlsRecords records = new TlsRecords();
    private Optional<ByteBuf> kept = Optional.empty();

    /** @param tls for which this stands in front */
    public TlsGoodbye(SslHandler tls) {
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        pass(ctx);
        ByteBuf bytes = (ByteBuf) message;
        int start = records.lastThatMayBeAlert(bytes);
        if (start < 0) {
            ctx.fireChannelRead(bytes);
            return;
        }
        if (start > bytes.readerIndex()) {
            ctx.fireChannelRead(bytes.readRetainedSlice(start - bytes.readerIndex()));
        }
        kept = Optional.of(bytes);
        passUnlessOwed(ctx);
    }

    /** Something was answered; whether that was all is known behind this event. */
    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        if (kept.isPresent()) {
            ctx.executor().execute(() -> {
                passUnlessOwed(ctx);
                ctx.fireChannelReadComplete();
            });
        }
    }

    private void passUnlessOwed(ChannelHandlerContext ctx) {
        if (!tls.handshakeFuture().isSuccess() || !EndOfInput.mayWait(ctx.channel(), records.dataBytes())) {
            pass(ctx);
        }
    }

    private void pass(ChannelHandlerContext ctx) {
        kept.ifPresent(record -> {
            kept = Optional.empty();
            ctx.fireChannelRead(record);
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        kept.ifPresent(ByteBuf::release);
        kept = Optional.empty();
    }
}
