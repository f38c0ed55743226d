package io.segue.proxy.data.login;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.data.net.ClientAddress;
import io.segue.proxy.data.net.EndOfInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a login: makes messages of them for the {@link Login}, which decides. While that waits for something, what the client sends
 * waits as well. Event loop.
 */
public final class LoginHandler extends ChannelInboundHandlerAdapter implements LoginLine {

    private static final Logger log = LoggerFactory.getLogger(LoginHandler.class);

    /** auth.c, PG_MAX_AUTH_TOKEN_LENGTH, which counts the length word: with its type the longest message has 64 KiB. */
    private static final int MAX_MESSAGE_BYTES = 65_535 - Integer.BYTES;

    private final Login login;
    private ChannelHandlerContext context;
    private FrameAssembler frames;
    private Listening listening = Listening.ON;

    private enum Listening {
        ON,
        /** The login waits for something else; what comes is kept, which is no more than one read. */
        LATER,
        /** The login is over. */
        NEVER
    }

    /** @param listener by which rules the client logs in */
    public LoginHandler(LoginServices services, Reception reception, Authentication listener, StartupMessage startup) {
        login = new Login(services, reception, services.rules().get(listener), startup, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        frames = new FrameAssembler(ctx.alloc(), MAX_MESSAGE_BYTES);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        frames.close();
    }

    /** @param rest what came behind the StartupMessage; now owned here */
    public void begin(ByteBuf rest) {
        frames.keep(rest);
        step(login::begin);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        frames.keep((ByteBuf) message);
        step(() -> { });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (login.isAsking() && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    /** Whoever comes behind is told when it is its turn. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (EndOfInput.isIn(event)) {
            step(() -> { });
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        listening = Listening.NEVER;
        login.gone();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("client lost during its login address={}: {}", ClientAddress.of(ctx.channel()), cause.toString());
        ctx.close();
    }

    /** Something has happened: what follows from it, and from what the client has sent meanwhile. */
    private void step(Runnable event) {
        try {
            event.run();
            if (listening == Listening.ON) {
                frames.feed(Unpooled.EMPTY_BUFFER, login::message);
            }
        } catch (ProtocolViolationException e) {
            login.refuse(e.toErrorFields(), "protocol violation");
        }
        login.settle();
        if (listening == Listening.ON && EndOfInput.hasCome(context.channel())) {
            endAsClient();
        }
    }

    /** The client is asked and says no more. As the server, without a word. */
    private void endAsClient() {
        stop();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    // ---- for the login

    @Override
    public Channel channel() {
        return context.channel();
    }

    @Override
    public void send(BackendMessage message) {
        ByteBuf out = context.alloc().buffer();
        message.encode(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void end(ErrorFields lastWord) {
        stop();
        ByteBuf out = context.alloc().buffer();
        new ErrorResponse(lastWord).encode(out);
        context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void stop() {
        listening = Listening.NEVER;
        frames.stop();
    }

    @Override
    public void pause() {
        listening = Listening.LATER;
        frames.stop();
        context.channel().config().setAutoRead(false);
    }

    @Override
    public void resume(Runnable event) {
        context.executor().execute(() -> {
            if (listening == Listening.LATER) {
                listening = Listening.ON;
                context.channel().config().setAutoRead(true);
                step(event);
            }
        });
    }

    @Override
    public void hold() {
        listening = Listening.LATER;
        frames.stop();
    }

    @Override
    public void listen() {
        listening = Listening.ON;
        context.read();
        context.executor().execute(() -> step(() -> { }));
    }

    @Override
    public void leave() {
        ByteBuf rest = frames.takeRest();
        context.fireChannelRead(rest);
        context.fireChannelReadComplete();
        if (EndOfInput.hasCome(context.channel())) {
            EndOfInput.repeat(context);
        }
        context.pipeline().remove(this);
    }
}
