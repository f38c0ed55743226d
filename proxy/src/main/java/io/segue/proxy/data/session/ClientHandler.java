package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.net.ConnectionLoss;
import io.segue.proxy.data.net.EndOfInput;
import io.segue.proxy.watch.transcript.Recording;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates Netty's events of a client's connection into those of its session. Event loop. */
final class ClientHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ClientHandler.class);

    private final ClientSession session;
    private final Optional<Duration> idleLimit;

    /** @param idleLimit see {@link ClientSession#idleTooLong}; empty when there is none */
    ClientHandler(ClientSession session, Optional<Duration> idleLimit) {
        this.session = session;
        this.idleLimit = idleLimit;
    }

    /** Without a limit nobody looks at the clock for each message. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        EndOfInput.know(ctx.channel(), session::mayWait);
        idleLimit.ifPresent(limit -> ctx.pipeline().addBefore(
                ctx.name(), "idle", new IdleStateHandler(true, 0, 0, limit.toNanos(), TimeUnit.NANOSECONDS)));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        session.clientBytes((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.clientReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.clientWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.clientGone();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientListener.SHUTDOWN) {
            session.end(OwnErrors.shuttingDown());
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close(); // TLS cannot be half closed with either provider, see TlsGoodbye
        } else if (EndOfInput.isIn(event)) {
            session.clientSaysNoMore();
        } else if (event instanceof IdleStateEvent) {
            idleLimit.ifPresent(session::idleTooLong);
        } else if (event instanceof Recording begun) {
            TranscriptTap.join(begun, ctx, session);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionLoss.is(cause)) {
            log.debug("client lost address={}: {}", ClientAddress.of(ctx.channel()), cause.getMessage());
            ctx.close();
        } else {
            log.error("session failed address={}", ClientAddress.of(ctx.channel()), cause);
            session.end(OwnErrors.internal());
        }
    }
}
