package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.pool.Answer;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Queued;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import io.segue.proxy.watch.PoolWaitResult;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's turn at the pool that lends it its links: at once, in line, or not at all. Does nothing for a session that has a link of its own. Event
 * loop.
 */
final class Borrowing {

    private static final Logger log = LoggerFactory.getLogger(Borrowing.class);

    private final ClientIdentity identity;
    private final Course course;
    private final UnitOfWork unit;
    private final SessionMeter meter;
    /** Empty when the session has a link of its own. */
    private final Optional<Loan> loan;
    private final Optional<LinkReturn> linkReturn;

    Borrowing(
            ClientIdentity identity, Services services, EventLoop loop, GateLane lane, Course course, UnitOfWork unit, SessionMeter meter,
            SessionMemory memory, Greeting greeting) {
        this.identity = identity;
        this.course = course;
        this.unit = unit;
        this.meter = meter;
        this.loan = identity.hasOwnLink() ? Optional.empty() : services.pools()
                .find(loop, identity.shard(), identity.startup().database(), identity.startup().user())
                .map(pool -> new Loan(pool, identity, lane, this));
        this.linkReturn = loan.filter(Loan::isForTransaction).map(it -> new LinkReturn(identity, it, memory, greeting));
    }

    Optional<Loan> loan() {
        return loan;
    }

    /** Whether a link outlives the session, which must not tell the server to end it then. */
    boolean isPooled() {
        return loan.isPresent();
    }

    /** What becomes of a link behind each transaction; empty when it stays as long as the session. */
    Optional<LinkReturn> linkReturn() {
        return linkReturn;
    }

    /** Whether a link has to be asked for before the session can have one. */
    boolean isNeeded() {
        return loan.filter(Loan::isNeeded).isPresent();
    }

    /** The link to {@code node} that was lent and is not in use yet. */
    Optional<SpareLink.Prepared> lentLink(Node node) {
        return loan.flatMap(it -> it.lentLink(node));
    }

    /** What a link must be told to know {@code replay}. */
    Replay with(Replay replay) {
        return loan.map(it -> it.with(replay)).orElse(replay);
    }

    /** The session is on {@code link} now. */
    void isOn(BackendLink link) {
        loan.ifPresent(it -> it.isOn(link));
    }

    /** The session is over. @param usable its link, if that can be lent again; the caller closes any other */
    void end(Optional<BackendLink> usable) {
        linkReturn.ifPresent(LinkReturn::end);
        loan.ifPresent(it -> it.end(usable));
    }

    /** A unit of work begins when there is a link for it, or a place for one: who waits for that holds nobody up. Only where one is needed. */
    void borrow(Purpose purpose) {
        switch (loan.orElseThrow().ask()) {
            case Answer.Lent<Knowledge> _, Answer.MayDial<Knowledge> _ -> {
                unit.begin();
                course.seeking().served(purpose);
            }
            case Answer.Queued<Knowledge> _ -> {
                course.become(new Queued(purpose, System.nanoTime()));
                course.updateReading();
            }
            case Answer.Full<Knowledge> _ -> {
                meter.poolFull();
                refuse(purpose, OwnErrors.poolFull());
            }
        }
    }

    /** The pool has a link, or a place for one. */
    void served() {
        if (course.phase() instanceof Queued(Purpose purpose, long since)) {
            meter.poolServed(since);
            unit.beginUnasked();
            course.seeking().served(purpose);
        } else {
            loan.orElseThrow().giveUnusedBack();
        }
    }

    /** It had none for all the time that a session may wait. */
    void notServed(Duration limit) {
        if (course.phase() instanceof Queued(Purpose purpose, long since)) {
            meter.poolTimedOut(since);
            log.warn("no link in time session={} database={} user={} ms={}: see SHOW POOLS",
                    identity.id(), identity.startup().database(), identity.startup().user(), limit.toMillis());
            refuse(purpose, OwnErrors.waitedTooLong(limit));
        }
    }

    /** A hold begins: who waits for a link waits for the release instead, so that the drain does not wait for him. */
    void leaveLine() {
        if (course.phase() instanceof Queued(Purpose purpose, long since)) {
            leaveLine(PoolWaitResult.HELD, since);
            course.lineWait().begin(purpose, Optional.empty());
        }
    }

    /** The unit that waits for a link is not wanted any more. */
    void cancel(long sinceNanos) {
        leaveLine(PoolWaitResult.CANCELLED, sinceNanos);
        course.refuseUnit(Optional.empty(), OwnErrors.canceledInQueue());
    }

    private void leaveLine(PoolWaitResult result, long sinceNanos) {
        meter.poolLeft(result, sinceNanos);
        loan.orElseThrow().leaveLine();
    }

    private void refuse(Purpose purpose, ErrorFields error) {
        switch (purpose) {
            case GREETING -> course.end(OwnErrors.asFatal(error));
            case WORK -> course.refuseUnit(Optional.empty(), error);
        }
    }
}
