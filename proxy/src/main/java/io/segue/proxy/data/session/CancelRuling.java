package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
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
import java.util.Optional;

/**
 * What a cancel of the client's comes to, by where its session is: a statement that runs is cancelled at its server, one that waits for
 * whatever reason is answered with 57014 and never run, and when there is neither it has no effect. Event loop.
 */
final class CancelRuling {

    private final BackendDialer dialer;
    private final EventLoop loop;
    private final Course course;
    private final boolean pinned;

    CancelRuling(BackendDialer dialer, EventLoop loop, Course course, boolean pinned) {
        this.dialer = dialer;
        this.loop = loop;
        this.course = course;
        this.pinned = pinned;
    }

    /** @param done called once, when the cancel has had its effect, or has none */
    void rule(Runnable done) {
        switch (course.phase()) {
            case Waiting(Purpose purpose, Optional<BackendLink> link, long since) when purpose == Purpose.WORK -> {
                course.lineWait().leave();
                course.meter().cancelled(since);
                course.refuseUnit(link, OwnErrors.canceled());
                done.run();
            }
            case Linked(BackendLink link) when course.unit().isUnderWay() || pinned -> course.traffic().cancel(link, done);
            case Queued(Purpose purpose, long since) when purpose == Purpose.WORK -> {
                course.borrowing().cancel(since);
                done.run();
            }
            case Relinking(Purpose purpose) when purpose == Purpose.WORK -> {
                course.linkLoss().cancelRelinking();
                done.run();
            }
            case Asking(BackendLink link, boolean _) when course.upstream().beginsUnit() -> {
                course.become(new Asking(link, true));
                done.run();
            }
            case Reading(BackendLink link) -> dialer.cancel(loop, link.node(), link.cancelRequest(), done);
            case Linked _, Waiting _, Queued _, Unlinked _, Relinking _, Asking _, Skipping _, Closed _ -> done.run();
        }
    }
}
