package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Closed;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Queued;
import io.segue.proxy.data.session.SessionPhase.Reading;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Skipping;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.watch.PoolWaitResult;
import java.util.function.Consumer;

/**
 * The end of a client. One that has closed its side says no more, and may still listen: nobody can tell it from one that is gone, and a
 * server does not try to. It runs what it was sent, answers, and ends when it has read to the end. So here: what has begun goes on to its end;
 * what is held never begins. Whoever does not take an answer any more (a reset) is gone, and what runs for it is cancelled. Event loop.
 */
final class Departure {

    private final BackendDialer dialer;
    private final EventLoop loop;
    private final Course course;

    Departure(BackendDialer dialer, EventLoop loop, Course course) {
        this.dialer = dialer;
        this.loop = loop;
        this.course = course;
    }

    void saysNoMore() {
        course.upstream().end();
        switch (course.phase()) {
            case Linked(BackendLink link) when course.upstream().isClear() -> course.traffic().passWaiting(link);
            case Unlinked _ when !course.upstream().isClear() -> { }
            case Linked _, Queued _, Relinking _, Asking _, Reading _, Closed _ -> { }
            case Unlinked _, Skipping _ -> course.hangUp();
            case Waiting _ -> isGone();
        }
    }

    /** An administrator ends the session, and what runs with it (as pg_terminate_backend does). @param end with a last word */
    void isForced(Consumer<ErrorFields> end) {
        switch (course.phase()) {
            case Linked(BackendLink link) when course.unit().isUnderWay() -> cancel(link);
            case Reading(BackendLink link) -> cancel(link);
            case Linked _, Unlinked _, Waiting _, Queued _, Relinking _, Asking _, Skipping _ -> { }
            case Closed _ -> {
                return;
            }
        }
        end.accept(OwnErrors.killed());
    }

    private void cancel(BackendLink link) {
        dialer.cancel(loop, link.node(), link.cancelRequest(), () -> { });
    }

    /** What runs is of no use to anybody; whoever says good-bye first wants it to run to its end. */
    void isGone() {
        switch (course.phase()) {
            case Linked(BackendLink link) when course.unit().isUnderWay() && !course.upstream().saysGoodbye() -> cancel(link);
            case Waiting waiting -> course.meter().clientGoneWhileHeld(waiting.sinceNanos());
            case Queued(Purpose _, long since) -> course.meter().poolLeft(PoolWaitResult.CLIENT_GONE, since);
            case Reading(BackendLink link) -> cancel(link);
            case Linked _, Unlinked _, Relinking _, Asking _, Skipping _, Closed _ -> { }
        }
        course.close();
    }
}
