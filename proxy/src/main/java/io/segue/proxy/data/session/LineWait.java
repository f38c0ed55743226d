package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.Guest;
import io.segue.proxy.route.Node;
import java.util.Optional;

/**
 * A session's wait in the line of its lane, while that has no room. Who waits with a read may be served on the standby meanwhile, and a login be
 * completed there. How the wait ends is said to {@link LaneGuest}. Event loop.
 */
final class LineWait {

    private final Guest guest;
    private final Course course;
    private final GateLane lane;
    private final Upstream upstream;
    private final LoginAside loginAside;
    private final StandbyReader reader;
    private final TransactionEnding ending;
    /** Whether a link outlives the session. */
    private final boolean pooled;

    LineWait(
            Guest guest,
            Course course,
            GateLane lane,
            Upstream upstream,
            LoginAside loginAside,
            StandbyReader reader,
            TransactionEnding ending,
            Borrowing borrowing) {
        this.guest = guest;
        this.course = course;
        this.lane = lane;
        this.upstream = upstream;
        this.loginAside = loginAside;
        this.reader = reader;
        this.ending = ending;
        this.pooled = borrowing.isPooled();
    }

    /** @param link that the session has, and on which the unit that waits may not go on as it is */
    void begin(Purpose purpose, Optional<BackendLink> link) {
        if (upstream.hasEnded()) {
            // Perhaps it is gone, and what is held for somebody who is gone is never run.
            course.hangUp();
            return;
        }
        Optional<Node> standby = purpose == Purpose.GREETING && !pooled ? loginAside.standby() : Optional.empty();
        if (standby.isPresent()) {
            loginAside.begin(standby.get());
        } else {
            join(purpose, link);
        }
    }

    /** The login could not be completed on the standby. */
    void greetLater() {
        join(Purpose.GREETING, Optional.empty());
    }

    private void join(Purpose purpose, Optional<BackendLink> link) {
        course.become(new Waiting(purpose, link, System.nanoTime()));
        boolean toRead = purpose == Purpose.WORK && isForStandby();
        course.updateReading();
        if (toRead) {
            lane.joinToRead(guest);
        } else {
            lane.join(guest);
        }
    }

    /** The client does not wait for this any more. */
    void leave() {
        lane.quit(guest);
    }

    /** More bytes of the client have come: they may show that it waits with a read. */
    void hasMore() {
        if (reader.needsMore()) {
            lookForRead();
        }
    }

    /** A hold begins, and the client waits already: what with was not looked at so far. */
    void holdBegins(Waiting waiting) {
        if (waiting.purpose() == Purpose.WORK) {
            lookForRead();
        }
    }

    private void lookForRead() {
        boolean toRead = isForStandby();
        course.updateReading();
        if (toRead) {
            lane.quit(guest);
            lane.joinToRead(guest);
        }
    }

    private boolean isForStandby() {
        return ending.isOver() && reader.mayRead();
    }
}
