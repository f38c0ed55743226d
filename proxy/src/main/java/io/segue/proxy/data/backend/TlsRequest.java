package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.message.SSLRequest;
import io.segue.proxy.data.net.tls.ServerTls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The first words of a connection to a server that has to be encrypted: asks for TLS, shakes hands, looks at the certificate, and gives the
 * connection to whoever wanted it. Event loop.
 */
final class TlsRequest extends ChannelInboundHandlerAdapter {

    private final ServerTls tls;
    private final Duration limit;
    private final ChannelInboundHandlerAdapter next;
    private final Consumer<String> failed;
    private ScheduledFuture<?> timer;
    private Phase phase = new Phase.Asking();

    private sealed interface Phase {

        record Asking() implements Phase {}

        record ShakingHands(SslHandler handler) implements Phase {}

        /** Handed over, or given up. */
        record Over() implements Phase {}
    }

    /**
     * @param next told that the connection is active, once it is encrypted
     * @param failed told why it never will be
     */
    TlsRequest(ServerTls tls, Duration limit, ChannelInboundHandlerAdapter next, Consumer<String> failed) {
        this.tls = tls;
        this.limit = limit;
        this.next = next;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(
                () -> fail(ctx, "no TLS handshake within " + limit.toMillis() + " ms"), limit.toNanos(), TimeUnit.NANOSECONDS);
        ByteBuf out = ctx.alloc().buffer();
        new SSLRequest().encode(out);
        ctx.writeAndFlush(out);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (phase instanceof Phase.Asking && bytes.isReadable()) {
                answered(ctx, (char) bytes.readUnsignedByte(), bytes.isReadable());
            }
        } finally {
            bytes.release();
        }
    }

    /** @param more whether bytes came along that nobody has asked for yet; in clear, and so from anybody (CVE-2021-23222) */
    private void answered(ChannelHandlerContext ctx, char answer, boolean more) {
        if (more) {
            fail(ctx, "it sent unencrypted data behind its answer to SSLRequest");
            return;
        }
        switch (answer) {
            case 'S' -> {
                SslHandler handler = tls.handler(ctx.alloc());
                phase = new Phase.ShakingHands(handler);
                ctx.pipeline().addBefore(ctx.name(), "tls", handler);
            }
            case 'N' -> fail(ctx, "it does not support TLS, which tls.mode of the node asks for");
            default -> fail(ctx, "it answered SSLRequest with neither S nor N");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completed && phase instanceof Phase.ShakingHands(SslHandler handler)) {
            if (completed.isSuccess()) {
                Optional<String> objection = tls.objection(handler);
                objection.ifPresentOrElse(reason -> fail(ctx, reason), () -> handOver(ctx, handler));
            } else {
                fail(ctx, "TLS handshake failed: " + reason(completed.cause()));
            }
        }
    }

    private void handOver(ChannelHandlerContext ctx, SslHandler handler) {
        phase = new Phase.Over();
        timer.cancel(false);
        tls.binding(handler).ifPresent(binding -> ctx.channel().attr(ServerTls.BINDING).set(binding));
        ctx.pipeline().replace(this, ctx.name(), next);
        try {
            next.channelActive(ctx.pipeline().context(next));
        } catch (Exception e) {
            ctx.pipeline().fireExceptionCaught(e);
        }
    }

    /** The innermost says what is wrong: an expired certificate, an unknown authority. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "the server closed the connection before it was encrypted");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, reason(cause));
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        if (!(phase instanceof Phase.Over)) {
            phase = new Phase.Over();
            if (timer != null) {
                timer.cancel(false);
            }
            ctx.close();
            failed.accept(why);
        }
    }
}
