package io.segue.proxy.data.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.segue.proxy.data.net.EndOfInput;
import java.util.Optional;

/**
 * Stands between the socket and TLS, and keeps a client's close_notify back while the client is owed an answer: both providers end their own
 * side when they read it, and nothing could be told any more, where a server goes on answering (OpenSSL lets it).
 *
 * <p>Which record it is cannot be seen, for TLS 1.3 hides the kind. What is as long as an alert of this client is kept, with the zeros that it
 * has added to its data so far, and only where nobody misses it, because as data it would make no message whole. It passes as soon as more
 * comes, or nothing is owed any more. Event loop.
 *
 * <pre>
 *   socket -> TlsGoodbye -> TLS -> said(): counts -> the rest
 * </pre>
 */
public final class TlsGoodbye extends ChannelDuplexHandler {

    private static final String HIDING = "TLSv1.3";

    private final SslHandler tls;
    private final TlsRecords records = new TlsRecords();
    private Optional<ByteBuf> kept = Optional.empty();
    private long saidBytes;
    /** From the end of the handshake on: its own records, though hidden, carry no data. */
    private boolean hidesKinds;

    /** @param tls for which this stands in front */
    public TlsGoodbye(SslHandler tls) {
        this.tls = tls;
        tls.handshakeFuture().addListener(done -> hidesKinds = done.isSuccess() && HIDING.equals(tls.engine().getSession().getProtocol()));
    }

    /** Stands behind TLS: what comes out of a record says how many zeros were in it. */
    public ChannelInboundHandler said() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                saidBytes += ((ByteBuf) message).readableBytes();
                ctx.fireChannelRead(message);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        pass(ctx);
        ByteBuf bytes = (ByteBuf) message;
        int start = records.lastShort(bytes);
        if (start < 0) {
            records.cameOut(saidIn(ctx, bytes), false);
            return;
        }
        if (start > bytes.readerIndex()) {
            records.cameOut(saidIn(ctx, bytes.readRetainedSlice(start - bytes.readerIndex())), true);
        }
        if (records.mayBeAlert()) {
            kept = Optional.of(bytes);
            passUnlessOwed(ctx);
        } else {
            records.cameOutOfLast(saidIn(ctx, bytes));
        }
    }

    /** Lets {@code bytes} pass. @return how much was said in them; 0 as well when that says nothing about the client's records to come */
    private int saidIn(ChannelHandlerContext ctx, ByteBuf bytes) {
        long before = saidBytes;
        boolean data = hidesKinds;
        ctx.fireChannelRead(bytes);
        return data ? (int) (saidBytes - before) : 0;
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
