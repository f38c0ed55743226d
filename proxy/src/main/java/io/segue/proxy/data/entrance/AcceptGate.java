package io.segue.proxy.data.entrance;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.segue.proxy.watch.Meters;
import io.segue.proxy.watch.RefusalReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In front of a listener: counts what is accepted, and accepts nothing for a moment when there are too many half-open logins, or when the
 * process has no file descriptor left. Who waits meanwhile waits in the kernel. The listener's event loop.
 */
public final class AcceptGate extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(AcceptGate.class);

    /** After a failed accept: long enough not to spin, short enough that nobody gives up. */
    private static final long PAUSE_MILLIS = 100;

    /** Between two lines about failed accepts. */
    private static final long LOG_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final HalfOpenLogins logins;
    private final Meters meters;
    private boolean failed;
    private boolean waiting;
    private long failures;
    private long loggedNanos = System.nanoTime() - LOG_PAUSE_NANOS;

    public AcceptGate(HalfOpenLogins logins, Meters meters) {
        this.logins = logins;
        this.meters = meters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        logins.begin((Channel) accepted);
        ctx.fireChannelRead(accepted);
        updateReading(ctx);
    }

    /** Most often no file descriptor is left, and accepting again at once would fail in the same way for ever. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed = true;
        failures++;
        meters.refused(RefusalReason.ACCEPT_FAILED);
        long now = System.nanoTime();
        if (now - loggedNanos >= LOG_PAUSE_NANOS) {
            loggedNanos = now;
            log.error("cannot accept connections listen={} failures={}: {}; if it is the number of open files, raise LimitNOFILE of the service"
                    + " or lower limits.clients", ctx.channel().localAddress(), failures, cause.getMessage());
        }
        updateReading(ctx);
        ctx.executor().schedule(() -> {
            failed = false;
            updateReading(ctx);
        }, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void updateReading(ChannelHandlerContext ctx) {
        Duration fullFor = logins.fullFor();
        ctx.channel().config().setAutoRead(!fullFor.isPositive() && !failed);
        if (fullFor.isPositive() && !waiting) {
            waiting = true;
            logins.whenThereIsRoom(() -> ctx.executor().execute(() -> lookAgain(ctx)));
            ctx.executor().schedule(() -> lookAgain(ctx), fullFor.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void lookAgain(ChannelHandlerContext ctx) {
        waiting = false;
        updateReading(ctx);
    }
}
