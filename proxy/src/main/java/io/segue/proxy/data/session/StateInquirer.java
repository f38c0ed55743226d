package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import java.util.Optional;

/**
 * Has a session's server asked what it holds for the session, when that is not known and nothing runs in it: before the session leaves it, and when
 * somebody wants to know whether it can. Event loop.
 */
final class StateInquirer {

    private final ClientIdentity identity;
    private final Services services;
    private final EventLoop loop;
    private final ClientConnection client;
    private final Course course;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final Warmup warmup;
    private Optional<Runnable> waiting = Optional.empty();

    StateInquirer(
            ClientIdentity identity,
            Services services,
            EventLoop loop,
            ClientConnection client,
            Course course,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            Warmup warmup) {
        this.identity = identity;
        this.services = services;
        this.loop = loop;
        this.client = client;
        this.course = course;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.warmup = warmup;
    }

    /** What the server has to be asked is asked now, unless something is under way: then behind it. */
    void askWhenIdle() {
        if (course.phase() instanceof Linked(BackendLink link) && mayAsk()) {
            unit.beginUnasked();
            ask(link);
        }
    }

    /** In the middle of a message of the client's, which may begin nothing, a question would become part of that. */
    private boolean mayAsk() {
        return !unit.isUnderWay() && memory.isStale() && !upstream.isOver() && upstream.isAtBoundary();
    }

    /** Has what is not known asked, if that can be now. @param done when it is known, or cannot be asked at this moment */
    void inquire(Runnable done) {
        if (course.phase() instanceof Linked && mayAsk() && !identity.isPinned()) {
            waiting = Optional.of(done);
            askWhenIdle();
        } else {
            done.run();
        }
    }

    void ask(BackendLink link) {
        course.become(new Asking(link, false));
        course.updateReading();
        // The answers are ours: a client that is slow to take its own does not delay them.
        link.read(true);
        StateTalk.hold(
                memory, identity.startup().user(), link, loop, services.talkLimit(), client::write, () -> asked(link));
    }

    /** Whoever wants to know is told that no more can be known. */
    void answerInquiry() {
        Optional<Runnable> told = waiting;
        waiting = Optional.empty();
        told.ifPresent(Runnable::run);
    }

    private void asked(BackendLink link) {
        answerInquiry();
        if (!(course.phase() instanceof Asking(BackendLink _, boolean cancelled))) {
            return;
        }
        if (!link.isAlive()) {
            unit.end();
        }
        if (link.isAlive() && course.unitEnding().end(link)) {
            course.isBackOn(link);
            if (!cancelled) {
                course.traffic().passWaiting(link);
            }
        } else if (!link.isAlive() && cancelled) {
            course.become(new Unlinked());
        } else if (!link.isAlive()) {
            course.linkLoss().left();
        }
        if (cancelled) {
            course.refuseUnit(course.phase().ownLink(), OwnErrors.canceled());
        }
        warmup.memoryIsComplete();
    }
}
