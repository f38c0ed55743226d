package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A server that has no room for a session (53300) that had a link and needs another: it may have in a moment, when others have left it. So the
 * session tries again, for about a second. Event loop.
 */
final class FullServer {

    static final int TRIES = 20;
    static final Duration UNTIL_NEXT_TRY = Duration.ofMillis(50);

    private final EventLoop loop;
    private int timesFull;

    FullServer(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * There was no link.
     *
     * @param tryAgain called in a while, if it is worth it
     * @return whether it is; otherwise the session has to do without, and begins anew the next time
     */
    boolean mayHaveRoomSoon(ErrorFields cause, Runnable tryAgain) {
        if (cause.is(SqlState.TOO_MANY_CONNECTIONS) && timesFull < TRIES) {
            timesFull++;
            loop.schedule(tryAgain, UNTIL_NEXT_TRY.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        }
        timesFull = 0;
        return false;
    }

    /** There is a link. */
    void hadRoom() {
        timesFull = 0;
    }
}
