package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.segue.protocol.message.FrontendType;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Closed;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Queued;
import io.segue.proxy.data.session.SessionPhase.Reading;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Skipping;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import java.util.Optional;

/**
 * What goes over a session's link, unit of work by unit of work: the client's words as far as they may, and behind the answers to one unit what
 * waited for them. While a cancel is on its way no unit ends and none begins: it would meet the wrong one. Event loop.
 */
final class LinkTraffic {

    private final EventLoop loop;
    private final ClientConnection client;
    private final Course course;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final Outstanding outstanding;
    private final ServerFrames serverFrames;
    private final TransactionEnding ending;
    private final Cancellation cancellation;
    /** See {@link ClientIdentity#isPinned}. */
    private final boolean pinned;
    /** Whether a link outlives the session. */
    private final boolean pooled;
    /** Whether a link goes back behind each transaction, and so at the end of a message only. */
    private final boolean lentForTransaction;

    LinkTraffic(
            ClientIdentity identity,
            BackendDialer dialer,
            EventLoop loop,
            ClientConnection client,
            Course course,
            UnitOfWork unit,
            Upstream upstream,
            Outstanding outstanding,
            ServerFrames serverFrames,
            TransactionEnding ending,
            Borrowing borrowing) {
        this.loop = loop;
        this.client = client;
        this.course = course;
        this.unit = unit;
        this.upstream = upstream;
        this.outstanding = outstanding;
        this.serverFrames = serverFrames;
        this.ending = ending;
        this.cancellation = new Cancellation(dialer, loop);
        this.pinned = identity.isPinned();
        this.pooled = borrowing.isPooled();
        this.lentForTransaction = borrowing.linkReturn().isPresent();
    }

    // ---- to the server

    void pass(BackendLink link, ByteBuf bytes) {
        boolean passed = upstream.pass(link, bytes);
        beginUnasked();
        if (!passed) {
            stopped(link);
        } else {
            leaveBehindLateData(link);
        }
    }

    /** Sends what has been waiting, as far as it may go. */
    void passWaiting(BackendLink link) {
        boolean passed = upstream.passWaiting(link);
        beginUnasked();
        if (passed) {
            course.updateReading();
            passEnd(link);
        } else {
            stopped(link);
        }
    }

    /** What nobody was asked for, as it seemed to begin nothing, did: the server now skips what comes, up to a Sync. */
    private void beginUnasked() {
        if (outstanding.isBatchOpen() && !unit.isUnderWay() && !pinned) {
            unit.beginUnasked();
        }
    }

    /** A COPY has failed while the client was inside of a message of its data, and the answers have come: nothing else will tell that it is over. */
    private void leaveBehindLateData(BackendLink link) {
        if (unit.isUnderWay() && isBetweenUnits()) {
            course.unitEnding().leave(link);
        }
    }

    /** What waits may not pass on {@code link} now. */
    private void stopped(BackendLink link) {
        if (unit.isUnderWay()) {
            course.updateReading();
        } else if (upstream.firstType() == FrontendType.TERMINATE) {
            course.hangUp();
        } else if (ending.mustTell()) {
            ending.tell(Optional.of(link));
        } else {
            course.seeking().seekLinkFrom(link);
        }
    }

    /** The client says no more, and all that it has said has passed. A link that others can use is spared the end of this client. */
    private void passEnd(BackendLink link) {
        if (!upstream.hasEnded() || upstream.isTerminated()) {
            return;
        }
        if (isIdle() && upstream.isAtBoundary() && !pinned) {
            course.hangUp();
        } else if (!mustOutlive()) {
            upstream.passEnd(link);
        }
    }

    // ---- a unit of work

    /** One may begin on {@code link}; it meets a failed transaction where there was one. */
    void begun(BackendLink link) {
        if (ending.isOver()) {
            passWaiting(link);
        } else {
            ending.failOn(link);
        }
    }

    /** After answers of the server: the unit of work may be over, and what waited behind it may go. */
    void answered(BackendLink link) {
        if (unit.isUnderWay() && ending.isUnderWay() && !cancellation.isUnderWay() && ending.answered(link)) {
            return;
        }
        if (unit.isUnderWay() && isBetweenUnits()) {
            course.unitEnding().leave(link);
        }
        if (upstream.hasMore() && course.phase() instanceof Linked) {
            passWaiting(link);
        }
    }

    /** A talk of Segue's own on {@code link} is over; the unit of work goes on. */
    void goOnAt(BackendLink link) {
        course.isBackOn(link);
        answered(link);
    }

    /** Whether the client has nothing under way that anybody would miss. */
    boolean isIdle() {
        return !unit.isUnderWay() && (course.phase() instanceof Linked || course.phase() instanceof Unlinked);
    }

    boolean isBetweenUnits() {
        return outstanding.isNothing() && upstream.isAtBoundary() && !cancellation.isUnderWay()
                && (!lentForTransaction || serverFrames.atBoundary());
    }

    /**
     * Whether the answers of what runs may leave the session with a link that others can use: then the good-bye waits for them. Not to half a
     * message, nor where the server waits for more of a COPY, nor where it is in doubt whether they will come.
     */
    boolean mustOutlive() {
        return pooled && outstanding.isAnswerDue() && !outstanding.isInDoubt() && !outstanding.isCopyIn() && upstream.isAtBoundary();
    }

    // ---- a cancel

    /** Cancels what runs on {@code link}. The unit of work lasts until the cancel is over, and nothing new begins before. */
    void cancel(BackendLink link, Runnable done) {
        cancellation.request(link, () -> isOn(link) && !outstanding.isNothing(), done, () -> {
            if (isOn(link)) {
                answered(link);
            }
        });
    }

    /** Whether a cancel is on its way that must not meet what the client says next. */
    boolean isBeingCancelled() {
        return cancellation.isUnderWay() && outstanding.isNothing();
    }

    // ---- going on

    /** Not from within: thousands of pipelined units may be refused, or read elsewhere, one after the other. */
    void resumeSoon() {
        loop.execute(this::resume);
    }

    private void resume() {
        switch (course.phase()) {
            case Linked(BackendLink link) when upstream.hasMore() && client.isWritable() -> {
                passWaiting(link);
                if (isOn(link)) {
                    leaveBehindLateData(link);
                }
            }
            case Unlinked _ when client.isWritable() -> course.linkLoss().left();
            case Linked _, Unlinked _, Waiting _, Queued _, Relinking _, Asking _, Reading _, Skipping _, Closed _ -> { }
        }
    }

    private boolean isOn(BackendLink link) {
        return course.phase() instanceof Linked(BackendLink present) && present == link;
    }
}
