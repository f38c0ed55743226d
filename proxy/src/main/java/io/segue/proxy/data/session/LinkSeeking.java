package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.Linking.Pace;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.gate.GateLane;
import java.util.Optional;

/**
 * How a session comes to a link for its next unit of work: where its lane has room the unit begins, on the link that there is or by {@link Linking};
 * where the pool has to be asked for one, it is; and where there is no room the session waits in line. Event loop.
 */
final class LinkSeeking {

    private final Course course;
    private final GateLane lane;
    private final UnitOfWork unit;
    private final Borrowing borrowing;
    private final SessionMeter meter;
    private final LineWait line;
    private final Linking linking;

    LinkSeeking(
            Course course, GateLane lane, UnitOfWork unit, Borrowing borrowing, SessionMeter meter, LineWait line, Linking linking) {
        this.course = course;
        this.lane = lane;
        this.unit = unit;
        this.borrowing = borrowing;
        this.meter = meter;
        this.line = line;
        this.linking = linking;
    }

    /** The unit that waits may not go on {@code link} as it is. */
    void seekLinkFrom(BackendLink link) {
        if (unit.mayBegin() && link.node().equals(unit.node())) {
            unit.begin();
            course.traffic().begun(link);
        } else if (unit.mayBegin()) {
            link.close();
            seekLink(Purpose.WORK);
        } else {
            line.begin(Purpose.WORK, Optional.of(link));
        }
    }

    void seekLink(Purpose purpose) {
        seekLink(purpose, pace(purpose));
    }

    /** Nothing is to be done on it yet: when nobody else waits for a login. */
    void seekLinkAtLeisure() {
        lane.logins().enterAtLeisure(() -> {
            if (course.phase() instanceof Unlinked && unit.begin()) {
                linking.beginInTurn();
                return;
            }
            lane.logins().leave();
            if (course.phase() instanceof Unlinked && !unit.isLaneClosed()) {
                seekLink(Purpose.WORK);
            }
        });
    }

    private void seekLink(Purpose purpose, Pace pace) {
        if (borrowing.isNeeded() && unit.mayBegin()) {
            borrowing.borrow(purpose);
        } else if (unit.begin()) {
            linking.begin(purpose, pace);
        } else {
            line.begin(purpose, Optional.empty());
        }
    }

    /** The login could not be completed on the standby. */
    void greetLater() {
        if (unit.isLaneClosed()) {
            line.greetLater();
        } else {
            seekLink(Purpose.GREETING, Pace.RAMPED);
        }
    }

    /** The lane is open again. */
    void goOn(Waiting waiting) {
        meter.released(waiting.sinceNanos());
        Optional<BackendLink> link = waiting.link();
        if (link.isEmpty()) {
            seekLink(waiting.purpose(), Pace.RAMPED);
            return;
        }
        unit.begin();
        if (link.get().node().equals(unit.node())) {
            course.become(new Linked(link.get()));
            course.traffic().begun(link.get());
        } else {
            link.get().close();
            linking.begin(waiting.purpose(), Pace.RAMPED);
        }
    }

    /** The pool has a link for the unit that has begun, or a place for one. */
    void served(Purpose purpose) {
        linking.begin(purpose, pace(purpose));
    }

    private static Pace pace(Purpose purpose) {
        return purpose == Purpose.WORK ? Pace.RAMPED : Pace.AT_ONCE;
    }
}
