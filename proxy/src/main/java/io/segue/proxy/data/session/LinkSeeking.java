package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.BackendMessage;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkListener;
import io.segue.proxy.data.session.SessionPhase.Asking;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Relinking;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.data.session.SessionPhase.Waiting;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.gate.Guest;
import io.segue.proxy.route.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a session comes to a link: there is room at its lane, or it waits for it; then the link is lent, is the spare one, or is dialled; it is told
 * what the session remembers; and the unit of work goes on there. Event loop.
 */
final class LinkSeeking {

    /** Of a session that had a link and needs another, while the server has no room for it. */
    private static final int TRIES_WHILE_FULL = 20;
    private static final Duration UNTIL_NEXT_TRY = Duration.ofMillis(50);

    private final EventLoop loop;
    private final Guest guest;
    private final LinkListener session;
    private final Course course;
    private final GateLane lane;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final Greeting greeting;
    private final Relink relink;
    private final LoginAside loginAside;
    private final StandbyReader reader;
    private final Borrowing borrowing;
    private final Mobility mobility;
    private final Listening listening;
    private final TransactionEnding ending;
    private final SessionMeter meter;
    private int timesServerWasFull;
    /** The last that was begun: a cancel may have made another obsolete. */
    private Arrival awaited;

    /** How a login to a server begins. */
    private enum Pace {
        /** A new client's. */
        AT_ONCE,
        /** In its turn: many may need one at the same moment. */
        RAMPED
    }

    LinkSeeking(
            EventLoop loop,
            Guest guest,
            LinkListener session,
            Course course,
            GateLane lane,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            Greeting greeting,
            Relink relink,
            LoginAside loginAside,
            StandbyReader reader,
            Borrowing borrowing,
            Mobility mobility,
            Listening listening,
            TransactionEnding ending,
            SessionMeter meter) {
        this.loop = loop;
        this.guest = guest;
        this.session = session;
        this.course = course;
        this.lane = lane;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.greeting = greeting;
        this.relink = relink;
        this.loginAside = loginAside;
        this.reader = reader;
        this.borrowing = borrowing;
        this.mobility = mobility;
        this.listening = listening;
        this.ending = ending;
        this.meter = meter;
    }

    // ---- at the lane

    /** The unit that waits may not go on {@code link} as it is. */
    void seekLinkFrom(BackendLink link) {
        if (unit.mayBegin() && link.node().equals(unit.node())) {
            unit.begin();
            course.traffic().begun(link);
        } else if (unit.mayBegin()) {
            link.close();
            seekLink(Purpose.WORK);
        } else {
            waitInLine(Purpose.WORK, Optional.of(link));
        }
    }

    void seekLink(Purpose purpose) {
        seekLink(purpose, pace(purpose));
    }

    /** Nothing is to be done on it yet: when nobody else waits for a login. */
    void seekLinkAtLeisure() {
        lane.logins().enterAtLeisure(() -> {
            if (course.phase() instanceof Unlinked && unit.begin()) {
                course.become(new Relinking(Purpose.WORK));
                course.updateReading();
                logInAnew(Purpose.WORK);
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
            relink(purpose, pace);
        } else {
            waitInLine(purpose, Optional.empty());
        }
    }

    void waitInLine(Purpose purpose, Optional<BackendLink> link) {
        if (upstream.hasEnded()) {
            // Perhaps it is gone, and what is held for somebody who is gone is never run.
            course.hangUp();
            return;
        }
        Optional<Node> standby = purpose == Purpose.GREETING && !borrowing.isPooled() ? loginAside.standby() : Optional.empty();
        if (standby.isPresent()) {
            loginAside.begin(standby.get());
        } else {
            join(purpose, link);
        }
    }

    /** The login could not be completed on the standby. */
    void greetLater() {
        if (unit.isLaneClosed()) {
            join(Purpose.GREETING, Optional.empty());
        } else {
            seekLink(Purpose.GREETING, Pace.RAMPED);
        }
    }

    private void join(Purpose purpose, Optional<BackendLink> link) {
        course.become(new Waiting(purpose, link, System.nanoTime()));
        boolean toRead = purpose == Purpose.WORK && ending.isOver() && reader.mayRead();
        course.updateReading();
        if (toRead) {
            lane.joinToRead(guest);
        } else {
            lane.join(guest);
        }
    }

    /** More bytes of a client that waits: they may show that it waits with a read. */
    void waitsWithMore() {
        if (reader.needsMore()) {
            lookForRead();
        }
    }

    /** A hold begins, and the client waits already: what with was not looked at so far. */
    void waitsInHold(Waiting waiting) {
        if (waiting.purpose() == Purpose.WORK) {
            lookForRead();
        }
    }

    private void lookForRead() {
        boolean toRead = ending.isOver() && reader.mayRead();
        course.updateReading();
        if (toRead) {
            lane.quit(guest);
            lane.joinToRead(guest);
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
            relink(waiting.purpose(), Pace.RAMPED);
        }
    }

    // ---- the link

    /** There is room for the unit already, and a link or a place for one in the pool. */
    void relink(Purpose purpose) {
        relink(purpose, pace(purpose));
    }

    private static Pace pace(Purpose purpose) {
        return purpose == Purpose.WORK ? Pace.RAMPED : Pace.AT_ONCE;
    }

    private void relink(Purpose purpose, Pace pace) {
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
            lane.logins().enter(() -> logInAnew(purpose));
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
        relink.start(node, link, told, new Arrival(purpose, told));
    }

    /** It is this session's turn; where to may have changed since it queued. */
    private void logInAnew(Purpose purpose) {
        if (course.phase() instanceof Relinking) {
            Replay whole = borrowing.with(memory.replay());
            relink.start(unit.node(), Optional.empty(), whole, new RampedArrival(purpose, whole));
        } else {
            lane.logins().leave();
        }
    }

    /** What comes of seeking a link. */
    private class Arrival implements Relink.Outcome {

        private final Purpose purpose;
        private final Replay whole;

        Arrival(Purpose purpose, Replay whole) {
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
    private final class RampedArrival extends Arrival {

        RampedArrival(Purpose purpose, Replay whole) {
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
            relink(purpose, Pace.RAMPED);
        } else {
            timesServerWasFull = 0;
            borrowing.isOn(link);
            borrowing.linkReturn().ifPresent(it -> it.begins(complete));
            link.listen(session);
            course.become(new Linked(link));
            switch (purpose) {
                case GREETING -> {
                    if (borrowing.linkReturn().isPresent()) {
                        memory.begins();
                    }
                    greeting.hello(link);
                }
                case WORK -> greeting.differences(link);
            }
            if (listening.isWanted()) {
                listen(link);
            } else {
                settled(link);
            }
        }
    }

    private void settled(BackendLink link) {
        course.traffic().begun(link);
        if (course.phase() instanceof Linked) {
            course.traffic().answered(link);
        }
    }

    private void listen(BackendLink link) {
        course.become(new Asking(link, false));
        course.updateReading();
        listening.listenOn(link, listens -> {
            if (!(course.phase() instanceof Asking)) {
                return;
            }
            if (listens) {
                course.isBackOn(link);
                settled(link);
            } else {
                course.end(OwnErrors.cannotMove("it listens for notifications, and could not listen on " + link.node().name()));
            }
        });
    }

    private void noLinkForWork(ErrorFields cause) {
        if (cause.is(SqlState.TOO_MANY_CONNECTIONS) && timesServerWasFull < TRIES_WHILE_FULL) {
            timesServerWasFull++;
            loop.schedule(this::tryAgain, UNTIL_NEXT_TRY.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        timesServerWasFull = 0;
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
            relink(Purpose.WORK, Pace.RAMPED);
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

}
