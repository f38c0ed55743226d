package io.segue.proxy.data.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.entrance.HalfOpenLogins;
import io.segue.proxy.data.entrance.LastWord;
import io.segue.proxy.watch.LoginResult;
import io.segue.proxy.watch.RefusalReason;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client has not proved who it is in time, or is given up for a newer one. Taken out of the pipeline when it has.
 * Event loop.
 */
final class LoginDeadline extends ChannelInboundHandlerAdapter {

    private final Services services;
    private ScheduledFuture<?> timer;

    LoginDeadline(Services services) {
        this.services = services;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> timedOut(ctx), services.loginLimit().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == HalfOpenLogins.GIVEN_UP) {
            services.meters().refused(RefusalReason.LOGIN_GIVEN_UP);
            end(ctx, OwnErrors.givenUp(), "given up for a newer connection");
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void timedOut(ChannelHandlerContext ctx) {
        services.meters().login(LoginResult.TIMED_OUT);
        end(ctx, OwnErrors.loginTimedOut(), "login not finished in time ms=" + services.loginLimit().toMillis());
    }

    private void end(ChannelHandlerContext ctx, ErrorFields error, String facts) {
        services.badPeers().report(ctx.channel(), facts);
        if (speaksTls(ctx.pipeline())) {
            ctx.close();
        } else {
            LastWord.say(ctx.channel(), error);
        }
    }

    /** And is not ready to be told anything. */
    private static boolean speaksTls(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        return tls != null && !tls.handshakeFuture().isSuccess();
    }
}
