package io.segue.proxy.data.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.frame.FrameAssembler;
import io.segue.protocol.login.ScramKeyMismatchException;
import io.segue.protocol.message.Authentication;
import io.segue.protocol.message.BackendKeyData;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorResponse;
import io.segue.protocol.message.FrontendMessage;
import io.segue.protocol.message.NegotiateProtocolVersion;
import io.segue.protocol.message.NoticeResponse;
import io.segue.protocol.message.ParameterStatus;
import io.segue.protocol.message.ProtocolVersion;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.ReadyForQuery;
import io.segue.protocol.message.StartupMessage;
import io.segue.proxy.data.net.ChannelBinding;
import io.segue.proxy.data.net.tls.ServerTls;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Logs in to a server as the client's role: from the TCP connection to the server's first ReadyForQuery. Then the link takes its place in
 * the pipeline. Tells its outcome once. Event loop.
 */
final class BackendLogin extends ChannelInboundHandlerAdapter {

    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private final Node node;
    private final StartupMessage startup;
    private final LoginKey key;
    private final Executor passwordWork;
    private final Duration deadline;
    private final BackendDialer.Outcome outcome;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final LoginNotices notices = new LoginNotices();

    private FrameAssembler frames;
    private ScheduledFuture<?> timer;
    private ServerExchange exchange;
    private BackendKeyData keyData;
    private boolean ready;
    private boolean told;

    BackendLogin(Node node, StartupMessage startup, LoginKey key, Executor passwordWork, Duration deadline, BackendDialer.Outcome outcome) {
        this.node = node;
        this.startup = startup;
        this.key = key;
        this.passwordWork = passwordWork;
        this.deadline = deadline;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        frames = new FrameAssembler(ctx.alloc(), MAX_MESSAGE_BYTES);
        timer = ctx.executor().schedule(
                () -> fail(ctx, unreachable("no login within " + deadline.toMillis() + " ms")), deadline.toNanos(), TimeUnit.NANOSECONDS);
        exchange = new ServerExchange(startup.user(), key, endPoint(ctx.channel()), passwordWork, new LoginTalk(ctx));
        send(ctx, startupForServer());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        guarded(ctx, () -> frames.feed((ByteBuf) message, (type, body) -> answer(ctx, BackendMessage.decode(type, body))));
        if (ready) {
            handOver(ctx);
        }
    }

    private void guarded(ChannelHandlerContext ctx, Runnable step) {
        try {
            step.run();
        } catch (ProtocolViolationException e) {
            fail(ctx, unreachable(e.getMessage()));
        } catch (ScramKeyMismatchException e) {
            fail(ctx, new LinkFailure.Outdated(node, startup.user(), e.getMessage()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, unreachable("the server closed the connection during the login"));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, unreachable(cause.toString()));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (frames != null) {
            frames.close();
            timer.cancel(false);
        }
    }

    private static Optional<byte[]> endPoint(Channel channel) {
        return Optional.ofNullable(channel.attr(ServerTls.BINDING).get()).map(ChannelBinding::bytes);
    }

    /** The client's own parameters, but for what only concerns the client's side of the connection. */
    private StartupMessage startupForServer() {
        Map<String, String> forServer = new LinkedHashMap<>(startup.parameters());
        startup.protocolOptions().forEach(forServer::remove);
        return new StartupMessage(ProtocolVersion.V3_0, forServer);
    }

    private void answer(ChannelHandlerContext ctx, BackendMessage message) {
        switch (message) {
            case Authentication authentication -> exchange.heard(authentication);
            case ParameterStatus status -> setting(status);
            case BackendKeyData data -> keyData = data;
            case ErrorResponse(var error) -> fail(ctx, new LinkFailure.Refused(error, notices.all(parameters, keyData == null ? List.of() : List.of(keyData))));
            case ReadyForQuery _ -> ready(ctx);
            case NoticeResponse notice -> notices.add(notice, keyData != null);
            case NegotiateProtocolVersion _ -> { }
            default -> fail(ctx, unreachable("it sent " + message.getClass().getSimpleName() + " during the login"));
        }
    }

    private void setting(ParameterStatus status) {
        String before = parameters.put(status.name(), status.value());
        if (keyData != null && before != null) {
            notices.addChange(status, before);
        }
    }

    private void ready(ChannelHandlerContext ctx) {
        frames.stop();
        if (keyData == null) {
            fail(ctx, unreachable("it sent no BackendKeyData"));
        } else {
            ready = true;
        }
    }

    private void handOver(ChannelHandlerContext ctx) {
        told = true;
        ByteBuf rest = frames.takeRest();
        BackendLink link = new BackendLink(ctx.channel(), node, keyData, parameters, notices);
        ctx.pipeline().replace(this, "link", new BackendHandler(link));
        outcome.linked(link);
        if (rest.isReadable()) {
            link.listener().serverBytes(rest);
        } else {
            rest.release();
        }
    }

    private void fail(ChannelHandlerContext ctx, LinkFailure failure) {
        if (!told) {
            told = true;
            frames.stop();
            ctx.close();
            outcome.failed(failure);
        }
    }

    private LinkFailure unreachable(String reason) {
        return new LinkFailure.Unreachable(node, reason);
    }

    private static void send(ChannelHandlerContext ctx, FrontendMessage message) {
        ByteBuf out = ctx.alloc().buffer();
        message.encode(out);
        ctx.writeAndFlush(out);
    }

    /** The exchange's view of this login. */
    private final class LoginTalk implements ServerExchange.Talk {

        private final ChannelHandlerContext ctx;

        LoginTalk(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void say(FrontendMessage answer) {
            send(ctx, answer);
        }

        @Override
        public void cannotProve(String demand) {
            giveUp("it asks role " + startup.user() + " for " + demand + ", which Segue cannot repeat on the client's behalf");
        }

        @Override
        public void giveUp(String reason) {
            fail(ctx, unreachable(reason));
        }

        @Override
        public void onLoop(Runnable work) {
            ctx.executor().execute(() -> {
                if (!told) {
                    guarded(ctx, work);
                }
            });
        }
    }
}
