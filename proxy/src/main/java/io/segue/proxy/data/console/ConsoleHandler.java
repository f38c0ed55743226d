package io.segue.proxy.data.console;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a client channel after AuthenticationOk and makes it a session of the virtual database: bytes to messages, channel events to
 * session events. Event loop. It reads on while a statement runs, so that a client that hangs up is seen.
 */
public final class ConsoleHandler extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHandler.class);
    /** The longest message taken, in bytes, counted as its length field does. Commands are short. */
    static final int MAX_FRAME_BYTES = 64 * 1024;

    private static final int TYPE_BYTES = 1;
    private static final int LENGTH_BYTES = 4;

    private final ConsoleLogin login;
    private final Console console;
    private final ThreadFactory threads;
    private Channel channel;
    private ConsoleSession session;

    /** @param threads makes virtual threads, one for each statement */
    public ConsoleHandler(ConsoleLogin login, Console console, ThreadFactory threads) {
        this.login = login;
        this.console = console;
        this.threads = threads;
    }

    /** Interrupts the running statement, if any, as a CancelRequest asks for. Safe from any thread, once the handler is in its pipeline. */
    public void cancel() {
        channel.eventLoop().execute(session::cancel);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        session = new ConsoleSession(login, console, threads, new Replies(context));
        channel.config().setAutoRead(true);
        session.start();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (session.ended()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < TYPE_BYTES + LENGTH_BYTES) {
            return;
        }
        int length = checked(in.getInt(in.readerIndex() + TYPE_BYTES));
        if (in.readableBytes() < TYPE_BYTES + length) {
            return;
        }
        byte type = in.readByte();
        in.skipBytes(LENGTH_BYTES);
        ByteBuf body = in.readSlice(length - LENGTH_BYTES);
        session.receive(FrontendMessage.decode(type, body), TYPE_BYTES + length);
    }

    private static int checked(int length) {
        if (length < LENGTH_BYTES || length > MAX_FRAME_BYTES) {
            throw new ProtocolViolationException(
                    SqlState.PROTOCOL_VIOLATION,
                    "invalid message length " + Integer.toUnsignedString(length),
                    "The console takes messages of at most " + MAX_FRAME_BYTES + " bytes.");
        }
        return length;
    }

    /** Nobody half-closes to the console: a client that says no more is gone, and what runs for it ends. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        super.userEventTriggered(context, event);
        if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            context.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        session.proceed();
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        session.gone();
        super.channelInactive(context);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        session.gone();
    }

    /** A peer that breaks the protocol is told so and left; a broken connection is no fault; the rest is a fault of ours. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable fault = cause instanceof DecoderException ? cause.getCause() : cause;
        switch (fault) {
            case ProtocolViolationException violation -> {
                LOG.info("console client broke the protocol user={} reason={}", login.user(), violation.getMessage());
                session.fail(violation.toErrorFields());
            }
            case IOException broken -> {
                LOG.debug("console client lost user={} reason={}", login.user(), broken.getMessage());
                context.close();
            }
            case null, default -> {
                LOG.error("console session failed user={}", login.user(), cause);
                session.fail(ErrorFields.fatal(SqlState.INTERNAL_ERROR, "the console failed; the proxy's log says why"));
            }
        }
    }
}
