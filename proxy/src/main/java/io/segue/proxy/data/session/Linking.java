package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;
import java.util.List;
import java.util.Optional;

/**
 * How a session for which there is room at its lane comes to a link: one is lent, or is the spare one, or is dialled, where many need one in its
 * turn; and it is told what the session remembers. Event loop.
 */
final class Linking {

    private final Course course;
    private final GateLane lane;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final Greeting greeting;
    private final Relink relink;
    private final StandbyReader reader;
    private final Borrowing borrowing;
    private final Mobility mobility;
    private final Listening listening;
    private final LinkArrival arrival;
    private final FullServer fullServer;
    /** The last that was begun: a cancel may have made another obsolete. */
    private Attempt awaited;

    /** How a login to a server begins. */
    enum Pace {
        /** A new client's. */
        AT_ONCE,
        /** In its turn: many may need one at the same moment. */
        RAMPED
    }

    Linking(
            EventLoop loop,
            Course course,
            GateLane lane,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            Greeting greeting,
            Relink relink,
            StandbyReader reader,
            Borrowing borrowing,
            Mobility mobility,
            Listening listening,
            LinkArrival arrival) {
        this.course = course;
        this.lane = lane;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.greeting = greeting;
        this.relink = relink;
        this.reader = reader;
        this.borrowing = borrowing;
        this.mobility = mobility;
        this.listening = listening;
        this.arrival = arrival;
        this.fullServer = new FullServer(loop);
    }

    /** The unit of work for which the link is has begun. */
    void begin(Purpose purpose, Pace pace) {
        Optional<String> unmovable = mobility.obstacle();
        if (purpose == Purpose.WORK && unmovable.isPresent()) {
            course.end(OwnErrors.cannotMove(unmovable.get()));
            return;
        }
        course.become(new Relinking(purpose));
        Node node = unit.node();
        Optional<SpareLink.Prepared> ready = borrowing.lentLink(node).or(() -> reader.take(node));
        if (ready.isPresent() || pace == Pace.AT_ONCE) {
            start(node, ready, purpose);
        } else {
            lane.logins().enter(() -> logIn(purpose));
        }
        if (course.phase() instanceof Relinking) {
            course.updateReading();
        }
    }

    /** What the unit that waits replaces first of all needs not be told. */
    private void start(Node node, Optional<SpareLink.Prepared> ready, Purpose purpose) {
        Replay whole = borrowing.with(memory.replay());
        boolean replaced = purpose == Purpose.WORK && upstream.beginsByEndingUnnamed();
        Replay told = replaced ? whole.withoutUnnamed() : whole;
        Optional<SpareLink.Prepared> link = replaced ? ready.map(SpareLink.Prepared::withoutUnnamed) : ready;
        relink.start(node, link, told, new Attempt(purpose, told));
    }

    /** It is this session's turn to log in, and the unit of work has begun. */
    void beginInTurn() {
        course.become(new Relinking(Purpose.WORK));
        course.updateReading();
        logIn(Purpose.WORK);
    }

    /** It is this session's turn; where to may have changed since it queued. */
    private void logIn(Purpose purpose) {
        if (course.phase() instanceof Relinking) {
            Replay whole = borrowing.with(memory.replay());
            relink.start(unit.node(), Optional.empty(), whole, new RampedAttempt(purpose, whole));
        } else {
            lane.logins().leave();
        }
    }

    /** One way to a link, and what comes of it. */
    private class Attempt implements Relink.Outcome {

        private final Purpose purpose;
        private final Replay whole;

        Attempt(Purpose purpose, Replay whole) {
            this.purpose = purpose;
            this.whole = whole;
            awaited = this;
        }

        @Override
        public void relinked(SpareLink.Prepared link) {
            if (awaited == this) {
                settle(purpose, link.link(), link.told().parses().size() == whole.parses().size());
            } else {
                link.link().close();
            }
        }

        @Override
        public void remarked(List<BackendMessage> remarks) {
            if (purpose == Purpose.GREETING && course.phase() instanceof Relinking) {
                greeting.remarks(remarks);
            }
        }

        @Override
        public void unreachable(ErrorFields cause) {
            unlinkable(purpose, cause);
        }

        @Override
        public void impossible(ErrorFields cause) {
            if (course.phase() instanceof Relinking) {
                course.end(cause);
            }
        }
    }

    /** The next one has its turn first: what the session does with its link is its own affair. */
    private final class RampedAttempt extends Attempt {

        RampedAttempt(Purpose purpose, Replay whole) {
            super(purpose, whole);
        }

        @Override
        public void relinked(SpareLink.Prepared link) {
            lane.logins().leave();
            super.relinked(link);
        }

        @Override
        public void unreachable(ErrorFields cause) {
            lane.logins().leave();
            super.unreachable(cause);
        }

        @Override
        public void impossible(ErrorFields cause) {
            lane.logins().leave();
            super.impossible(cause);
        }
    }

    /** @param complete whether the link was told all that the session remembers */
    private void settle(Purpose purpose, BackendLink link, boolean complete) {
        if (!(course.phase() instanceof Relinking)) {
            link.close();
        } else if (!link.node().equals(unit.node())) {
            link.close();
            begin(purpose, Pace.RAMPED);
        } else {
            fullServer.hadRoom();
            arrival.settle(purpose, link, complete);
        }
    }

    private void unlinkable(Purpose purpose, ErrorFields cause) {
        if (course.phase() instanceof Relinking) {
            switch (purpose) {
                case GREETING -> course.end(cause);
                case WORK -> noLinkForWork(cause);
            }
        }
    }

    private void noLinkForWork(ErrorFields cause) {
        if (fullServer.mayHaveRoomSoon(cause, this::tryAgain)) {
            return;
        }
        unit.end();
        borrowing.linkReturn().ifPresent(LinkReturn::lost);
        if (upstream.isClear() && !listening.isWanted()) {
            // Nobody waits for it: the next unit of work seeks again.
            course.become(new Unlinked());
            course.updateReading();
        } else {
            course.refuseUnit(Optional.empty(), OwnErrors.noLink(cause));
        }
    }

    private void tryAgain() {
        if (course.phase() instanceof Relinking) {
            begin(Purpose.WORK, Pace.RAMPED);
        }
    }
}
