package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import java.util.Optional;

/**
 * The end of a unit of work, and what becomes of its link.
 *
 * <pre>
 *   nothing is owed --> (the server is asked what it holds, where somebody has to know) --> the lane is left --> the session stays
 *                                                                                                            --> the pool has its link back
 *                                                                                                            --> the link is left, for a fresh one or for none
 *                                                                                                            --> the standby's link is given back
 * </pre>
 *
 * <p>Event loop.
 */
final class UnitEnding {

    private final Course course;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final Warmup warmup;
    private final StandbyReader reader;
    private final StateInquirer inquirer;
    private final Renewal renewal;
    private final Optional<LinkReturn> linkReturn;
    /** See {@link ClientIdentity#isPinned}. */
    private final boolean pinned;

    UnitEnding(
            ClientIdentity identity,
            Course course,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            Warmup warmup,
            StandbyReader reader,
            StateInquirer inquirer,
            Renewal renewal,
            Borrowing borrowing) {
        this.course = course;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.warmup = warmup;
        this.reader = reader;
        this.inquirer = inquirer;
        this.renewal = renewal;
        this.linkReturn = borrowing.linkReturn();
        this.pinned = identity.isPinned();
    }

    /** Nothing of the unit that is under way on {@code link} is owed any more. */
    void leave(BackendLink link) {
        if (mustAsk() && !pinned && !upstream.isOver()) {
            inquirer.ask(link);
        } else {
            end(link);
        }
    }

    private boolean mustAsk() {
        return memory.isStale() && (!unit.isLaneOpen() || warmup.isWaiting() || renewal.isDue() || unit.isAside())
                || linkReturn.isPresent() && linkReturn.get().mustAsk();
    }

    /**
     * @return whether the session still is on {@code link}: one that it had for a transaction on the standby it gives back, and one whose
     *     server process it is to leave it leaves
     */
    boolean end(BackendLink link) {
        boolean aside = unit.isAside();
        unit.end();
        if (aside) {
            return endAside(link);
        }
        return linkReturn.isPresent() ? !giveBack(link, linkReturn.get()) : !renewal.leaves(link);
    }

    private boolean endAside(BackendLink link) {
        if (!unit.isLaneClosed() && link.node().equals(unit.node())) {
            reader.stay();
            linkReturn.ifPresent(it -> it.staysAside(link));
            return linkReturn.isEmpty() || !giveBack(link, linkReturn.get());
        }
        reader.giveBack(link);
        course.become(new Unlinked());
        course.updateReading();
        course.traffic().resumeSoon();
        return false;
    }

    /** The link of a pool goes back behind a transaction, if it can. Whatever waits goes on another. */
    private boolean giveBack(BackendLink link, LinkReturn linkReturn) {
        if (upstream.isOver() || !linkReturn.isPossible()) {
            return false;
        }
        course.become(new Unlinked());
        course.updateReading();
        if (upstream.hasMore()) {
            course.traffic().resumeSoon();
        }
        linkReturn.giveBack(link);
        return true;
    }

    /** The session is to leave its link. When nothing is under way, that is now, unless its server has to be asked something before. */
    void leaveWhenIdle() {
        if (!(course.phase() instanceof Linked(BackendLink link)) || unit.isUnderWay() || !course.traffic().isBetweenUnits()) {
            return;
        }
        if (memory.isStale()) {
            inquirer.askWhenIdle();
        } else {
            renewal.leaves(link);
        }
    }
}
