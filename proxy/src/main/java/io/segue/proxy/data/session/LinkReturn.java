package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.gate.Guest.WarmResult;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a transaction in pool mode {@code transaction}: the link goes back with what it knows of the session, or stays, because the session has
 * something there that no other link can be given. What is not known has been asked before. Event loop.
 *
 * <pre>
 *   ReadyForQuery, nothing outstanding --> (asks, where something may have changed) --> goes back
 *                                                                                 --> stays: pinned, until the session has given that up
 * </pre>
 */
final class LinkReturn {

    private static final Logger log = LoggerFactory.getLogger(LinkReturn.class);

    private final ClientIdentity identity;
    private final Loan loan;
    private final SessionMemory memory;
    private final Greeting greeting;
    private boolean pinned;
    /** A statement of the session's could not be prepared on the link, which therefore knows less than the session. */
    private boolean knowsLess;

    LinkReturn(ClientIdentity identity, Loan loan, SessionMemory memory, Greeting greeting) {
        this.identity = identity;
        this.loan = loan;
        this.memory = memory;
        this.greeting = greeting;
    }

    /** Whether the server must be asked before the link can go back. */
    boolean mustAsk() {
        return memory.mustAskToGiveBack();
    }

    /** The session is on a link. @param complete whether that was told all that the session remembers */
    void begins(boolean complete) {
        knowsLess = !complete;
    }

    /** Whether the link can go back. */
    boolean isPossible() {
        Optional<String> reason = memory.pinned();
        pin(reason);
        return reason.isEmpty();
    }

    private void pin(Optional<String> reason) {
        if (reason.isPresent() != pinned) {
            pinned = reason.isPresent();
            loan.pin(pinned);
            reason.ifPresent(why -> log.info("session keeps its link session={} database={} user={} reason=\"{}\"",
                    identity.id(), identity.startup().database(), identity.startup().user(), why));
        }
    }

    /** The link is between two units of work; it may be with another session when this returns. */
    void giveBack(BackendLink link) {
        greeting.leaves(link);
        link.read(true);
        if (knowsLess) {
            loan.giveBackToReset();
        } else {
            loan.giveBack(loan.knownTo(memory.replay()));
        }
    }

    // ---- a move

    /** Whether the session needs a spare link of its own, as one without a pool does. */
    boolean isPinned() {
        return pinned;
    }

    /** Whether that is known only when the server has been asked, at the end of the transaction that is under way. */
    boolean isUndecided() {
        return loan.isInUse() && memory.mustAskToGiveBack();
    }

    /** The shard is to move to {@code target}: any link of the pool there will do for this session. */
    void warm(Node target, int tries, Consumer<WarmResult> done) {
        loan.warm(target, failure -> {
            if (failure.isEmpty()) {
                done.accept(new WarmResult.Warm());
            } else if (tries > 1 && !(failure.get() instanceof LinkFailure.Refused refused && refused.concernsTheClient())) {
                warm(target, tries - 1, done);
            } else {
                done.accept(new WarmResult.Cold(identity + ": " + failure.get().error().message()));
            }
        });
    }

    void cool() {
        loan.cool();
    }

    boolean hasAside(Node standby) {
        return !pinned && loan.hasAside(standby);
    }

    /** For a read on the standby of a hold. */
    Optional<SpareLink.Prepared> takeAside(Node standby) {
        return pinned ? Optional.empty() : loan.takeAside(standby);
    }

    /** @return false when the link is not the pool's */
    boolean giveAsideBack(SpareLink.Prepared link) {
        boolean itsOwn = loan.isAside(link.link());
        if (itsOwn) {
            loan.giveAsideBack(link.told());
        }
        return itsOwn;
    }

    /** The session stays where it has read, if that link is the pool's. */
    void staysAside(BackendLink link) {
        if (loan.isAside(link)) {
            loan.stayAside();
        }
    }

    /** There is no link any more, or will be none. */
    void lost() {
        pin(Optional.empty());
        loan.giveUp();
    }

    /** The session is over. */
    void end() {
        pin(Optional.empty());
    }
}
