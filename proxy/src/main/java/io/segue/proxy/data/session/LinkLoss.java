package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.ProtocolViolationException;
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
import io.segue.proxy.route.Node;
import java.util.Optional;

/**
 * What it means to a session that its link is gone. Where it was under way with something the session ends, as it would have without Segue;
 * where it was not, and its shard is on its way to another server, the loss was to be expected, and the client hears nothing of it. Event loop.
 */
final class LinkLoss {

    private final ClientSession session;
    private final Course course;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final Outstanding outstanding;
    private final ServerFrames serverFrames;
    private final Mobility mobility;
    private final Optional<LinkReturn> linkReturn;
    /** See {@link ClientIdentity#isPinned}. */
    private final boolean pinned;

    LinkLoss(
            ClientIdentity identity,
            ClientSession session,
            Course course,
            UnitOfWork unit,
            Upstream upstream,
            Outstanding outstanding,
            ServerFrames serverFrames,
            Mobility mobility,
            Borrowing borrowing) {
        this.session = session;
        this.course = course;
        this.unit = unit;
        this.upstream = upstream;
        this.outstanding = outstanding;
        this.serverFrames = serverFrames;
        this.mobility = mobility;
        this.linkReturn = borrowing.linkReturn();
        this.pinned = identity.isPinned();
    }

    // ---- its server has hung up

    void serverGone() {
        switch (course.phase()) {
            case Linked _ when upstream.isTerminated() -> course.hangUp();
            case Linked _ when upstream.violation().isPresent() -> refusedByServer(upstream.violation().get());
            case Linked _ when upstream.hasEnded() && owesNothingMore() -> course.hangUp();
            case Linked(BackendLink link) when unit.isUnderWay() -> lostAtWork(link.node());
            case Linked(BackendLink link) when pinned && unit.isLaneClosed() && !serverFrames.sawError() ->
                course.end(OwnErrors.replicationEnds(link.node()));
            case Linked(BackendLink link) when isExpected(link) -> left();
            case Linked _ -> course.hangUp();
            case Waiting waiting -> leftWaiting(waiting);
            case Skipping skipping -> course.become(new Skipping(Optional.empty(), skipping.skipper()));
            case Unlinked _, Queued _, Relinking _, Asking _, Reading _, Closed _ -> { }
        }
    }

    /** Whether the session leaves {@code link} anyway. */
    boolean isExpected(BackendLink link) {
        return !pinned && (unit.isLaneClosed() || !link.node().equals(unit.node()));
    }

    /** Whether a server that has read to the client's end has no more to say: to half a message there is no answer. */
    private boolean owesNothingMore() {
        return !outstanding.isAnswerDue() || !upstream.isAtBoundary();
    }

    /** For a length that no message has, a server hangs up without a word. */
    private void refusedByServer(ProtocolViolationException violation) {
        if (serverFrames.sawError()) {
            course.hangUp();
        } else {
            session.end(violation.toErrorFields());
        }
    }

    /** A server that says why it ends has said it to the client already. */
    private void lostAtWork(Node node) {
        if (serverFrames.sawError()) {
            course.hangUp();
        } else if (outstanding.isAnswerDue() || outstanding.isBatchOpen()) {
            session.end(OwnErrors.outcomeUnknown(node));
        } else {
            session.end(OwnErrors.transactionLost(node));
        }
    }

    private void leftWaiting(Waiting waiting) {
        course.become(new Waiting(waiting.purpose(), Optional.empty(), waiting.sinceNanos()));
        mobility.obstacle().ifPresent(reason -> course.end(OwnErrors.cannotMove(reason)));
    }

    /** The next server would take the second half, whatever its bytes say, for messages of their own. */
    private Optional<String> halfMessage() {
        return upstream.isAtBoundary() ? Optional.empty() : Optional.of("it is in the middle of a message, of which its server has the beginning");
    }

    // ---- the session goes on without

    /** The server was left, and nothing was under way. */
    void left() {
        course.become(new Unlinked());
        linkReturn.ifPresent(LinkReturn::lost);
        Optional<String> unmovable = mobility.obstacle().or(this::halfMessage);
        if (unmovable.isPresent()) {
            course.end(OwnErrors.cannotMove(unmovable.get()));
        } else {
            course.updateReading();
            course.wake();
        }
    }

    /** The link was lost in a talk of Segue's own, which nobody misses. */
    void inTalk() {
        unit.end();
        left();
    }

    /** The link was lost before the unit that waits was sent. */
    void beforeUnit(ErrorFields cause) {
        withoutLink(OwnErrors.noLink(cause));
    }

    /** The unit that waits for a new link is not wanted any more. */
    void cancelRelinking() {
        withoutLink(OwnErrors.canceled());
    }

    private void withoutLink(ErrorFields error) {
        unit.end();
        linkReturn.ifPresent(LinkReturn::lost);
        course.refuseUnit(Optional.empty(), error);
    }
}
