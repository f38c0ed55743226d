package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Closed;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.Guest;
import io.segue.proxy.route.Node;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A session as the guest of its lane: what the gate says to it, from the preparations for a move to the release behind it, and what it does then.
 * Event loop.
 */
final class LaneGuest implements Guest {

    private final ClientIdentity identity;
    private final Course course;
    private final GateLane lane;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final SessionMeter meter;
    private final Mobility mobility;
    private final Listening listening;
    private final Warmup warmup;
    private final StandbyReader reader;
    private final Borrowing borrowing;
    private final TransactionEnding ending;
    /** See {@link ClientIdentity#isPinned}. */
    private final boolean pinned;

    LaneGuest(
            ClientIdentity identity,
            Course course,
            GateLane lane,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            SessionMeter meter,
            Mobility mobility,
            Listening listening,
            Warmup warmup,
            StandbyReader reader,
            Borrowing borrowing,
            TransactionEnding ending) {
        this.identity = identity;
        this.course = course;
        this.lane = lane;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.meter = meter;
        this.mobility = mobility;
        this.listening = listening;
        this.warmup = warmup;
        this.reader = reader;
        this.borrowing = borrowing;
        this.ending = ending;
        this.pinned = identity.isPinned();
    }

    // ---- getting ready to move

    /** Opens the spare link and learns what a new link must be told. */
    @Override
    public void warm(Node target, Consumer<WarmResult> done) {
        if (pinned) {
            done.accept(pinnedToServer());
        } else {
            course.renewal().warmed();
            warmup.begin(target, done, course.inquirer()::askWhenIdle);
        }
    }

    private WarmResult pinnedToServer() {
        String line = identity + ": " + mobility.obstacle().orElseThrow();
        return mobility.refusesMove() ? new WarmResult.Unmovable(line) : new WarmResult.Ending(line);
    }

    @Override
    public void suspect(Set<Integer> processes) {
        if (course.phase().ownLink().filter(link -> processes.contains(link.processId())).isPresent()) {
            memory.noteUnseen();
        }
    }

    @Override
    public void inquire(Runnable done) {
        course.inquirer().inquire(done);
    }

    @Override
    public boolean isAtRest() {
        return course.renewal().isAtRest();
    }

    @Override
    public void renew(Consumer<Renewal> done) {
        course.renewal().begin(done);
    }

    @Override
    public void cool() {
        warmup.cool();
        course.renewal().goHome();
    }

    // ---- the hold

    @Override
    public void holdBegins() {
        if (course.phase() instanceof Waiting waiting) {
            course.lineWait().holdBegins(waiting);
        } else if (!pinned) {
            borrowing.leaveLine();
            course.renewal().end();
            course.inquirer().askWhenIdle();
        }
    }

    @Override
    public int waitingBytes() {
        return upstream.waitingBytes();
    }

    @Override
    public void admittedToRead() {
        if (course.phase() instanceof Waiting waiting) {
            readAside(waiting);
        }
    }

    private void readAside(Waiting waiting) {
        Optional<SpareLink.Prepared> spare = lane.reads().flatMap(reads -> warmup.takeToRead(reads.standby()));
        if (spare.isPresent()) {
            new StandbyVisit(course, identity, meter, reader, spare.get()).begin(waiting);
        } else {
            lane.join(this);
        }
    }

    @Override
    public void endTransaction() {
        if (!pinned) {
            ending.begin();
        }
    }

    @Override
    public void cancelTransaction(Set<Integer> committing) {
        ending.cancel(committing);
    }

    /** The spare link to {@code target} listens before anybody can notify there. */
    @Override
    public void relisten(Node target, Runnable done) {
        Optional<SpareLink.Prepared> spare = listening.isWanted() ? warmup.take(target) : Optional.empty();
        if (spare.isEmpty()) {
            done.run();
            return;
        }
        BackendLink link = spare.get().link();
        listening.listenOn(link, listens -> {
            if (listens && !(course.phase() instanceof Closed)) {
                // What it hears stays in its socket until the session has taken it.
                link.read(false);
                warmup.giveBack(spare.get());
            } else {
                link.close();
            }
            done.run();
        });
    }

    // ---- the release

    @Override
    public void admitted() {
        if (course.phase() instanceof Waiting waiting) {
            course.seeking().goOn(waiting);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        if (course.phase() instanceof Waiting(Purpose purpose, Optional<BackendLink> link, long since)) {
            meter.refused(refusal, since);
            switch (purpose) {
                case GREETING -> course.end(OwnErrors.noPrimary());
                case WORK -> course.refuseUnit(link, switch (refusal) {
                    case NO_PRIMARY -> OwnErrors.heldInVain();
                    case LINE_FULL -> OwnErrors.lineFull();
                });
            }
        }
    }

    /** A session that listens does not wait for its next statement to have a link. */
    @Override
    public void opened() {
        if (!listening.isWanted() || !upstream.isClear() || !upstream.isAtBoundary() || unit.isUnderWay()) {
            return;
        }
        if (course.phase() instanceof Linked(BackendLink link) && !link.node().equals(unit.node())) {
            link.close();
            course.seeking().seekLink(Purpose.WORK);
        } else if (course.phase() instanceof Unlinked) {
            course.seeking().seekLink(Purpose.WORK);
        }
    }

    @Override
    public void shardMoved() {
        if (pinned && course.phase() instanceof Linked(BackendLink link)) {
            course.end(OwnErrors.replicationEnds(link.node()));
        }
    }
}
