package io.segue.proxy.data.session;

import io.netty.channel.EventLoop;
import io.segue.protocol.message.ErrorFields;
import io.segue.proxy.data.backend.BackendDialer;
import io.segue.proxy.data.backend.BackendLink;
import io.segue.proxy.data.backend.LinkFailure;
import io.segue.proxy.data.session.SessionPhase.Linked;
import io.segue.proxy.data.session.SessionPhase.Purpose;
import io.segue.proxy.data.session.SessionPhase.Unlinked;
import io.segue.proxy.gate.Guest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has a session leave its server process before a hold, between two units of work: a process that has long been used has touched much of the
 * server's shared memory, and needs long to unmap it when it ends; the stop of the server waits for it. A session at work goes on
 * with a new process, one that is idle has none until it needs one. Event loop.
 */
final class Renewal {

    /** A session that is not between two units of work by then keeps its process: the others have waited for it long enough. */
    private static final Duration TO_COME_TO_REST = Duration.ofMillis(250);
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Course course;
    private final UnitOfWork unit;
    private final Upstream upstream;
    private final SessionMemory memory;
    private final Mobility mobility;
    private final Relink relink;
    private final StandbyReader reader;
    private final StateInquirer inquirer;

    private int unitsWhenWarmed;
    private boolean away;
    private Optional<Attempt> due = Optional.empty();

    Renewal(
            EventLoop loop,
            Course course,
            UnitOfWork unit,
            Upstream upstream,
            SessionMemory memory,
            Mobility mobility,
            Relink relink,
            StandbyReader reader,
            StateInquirer inquirer) {
        this.loop = loop;
        this.course = course;
        this.unit = unit;
        this.upstream = upstream;
        this.memory = memory;
        this.mobility = mobility;
        this.relink = relink;
        this.reader = reader;
        this.inquirer = inquirer;
    }

    /** A session that begins nothing from now on is idle. */
    void warmed() {
        unitsWhenWarmed = unit.count();
    }

    boolean isAtRest() {
        return unit.count() == unitsWhenWarmed && !unit.isUnderWay();
    }

    void begin(Consumer<Guest.Renewal> done) {
        if (course.phase() instanceof Unlinked) {
            done.accept(Guest.Renewal.AWAY);
        } else if (!(course.phase() instanceof Linked(BackendLink link)) || !mayLeave(link)) {
            done.accept(Guest.Renewal.KEPT);
        } else if (isAtRest()) {
            new Attempt(Optional.empty(), done).become();
        } else {
            dial(link, done);
        }
    }

    /** Whether the session is to leave its link as soon as nothing is under way. */
    boolean isDue() {
        return due.isPresent();
    }

    /** Nothing is under way on {@code link}. @return whether the session has left it */
    boolean leaves(BackendLink link) {
        if (due.isEmpty()) {
            return false;
        }
        Attempt attempt = due.get();
        due = Optional.empty();
        if (memory.isStale() || !mayLeave(link)) {
            attempt.giveUp();
            return false;
        }
        attempt.leave(link);
        return true;
    }

    /** The session keeps its link from now on. */
    void end() {
        due.ifPresent(Attempt::giveUp);
        due = Optional.empty();
    }

    /** The move is off: a session without a link has one again, before its place is somebody else's, but not before those that need one. */
    void goHome() {
        end();
        if (away && course.phase() instanceof Unlinked && !unit.isLaneClosed()) {
            course.seeking().seekLinkAtLeisure();
        }
        away = false;
    }

    private boolean mayLeave(BackendLink link) {
        return unit.isLaneOpen()
                && link.node().equals(unit.node())
                && !course.borrowing().isPooled()
                && mobility.obstacle().isEmpty()
                && !memory.isListening()
                && !upstream.isOver()
                && !upstream.hasEnded();
    }

    private void dial(BackendLink present, Consumer<Guest.Renewal> done) {
        Relink.Outcome outcome = new Relink.Outcome() {
            @Override
            public void relinked(SpareLink.Prepared fresh) {
                new Attempt(Optional.of(fresh), done).become();
            }

            @Override
            public void unreachable(ErrorFields cause) {
                done.accept(Guest.Renewal.KEPT);
            }

            @Override
            public void impossible(ErrorFields cause) {
                done.accept(Guest.Renewal.KEPT);
            }
        };
        relink.start(present.node(), Optional.empty(), memory.replay(), outcome);
    }

    /** One request, until the session has left its link or keeps it. */
    private final class Attempt {

        private final Optional<SpareLink.Prepared> fresh;
        private final Consumer<Guest.Renewal> done;

        Attempt(Optional<SpareLink.Prepared> fresh, Consumer<Guest.Renewal> done) {
            this.fresh = fresh;
            this.done = done;
        }

        /** A link may have been long in coming. */
        void become() {
            if (!(course.phase() instanceof Linked) && !unit.isUnderWay()) {
                giveUp();
                return;
            }
            due = Optional.of(this);
            loop.schedule(this::giveUpWhenStillDue, TO_COME_TO_REST.toNanos(), TimeUnit.NANOSECONDS);
            course.unitEnding().leaveWhenIdle();
        }

        private void giveUpWhenStillDue() {
            if (due.filter(it -> it == this).isPresent()) {
                end();
            }
        }

        void giveUp() {
            fresh.map(SpareLink.Prepared::link).ifPresent(BackendLink::close);
            done.accept(Guest.Renewal.KEPT);
        }

        void leave(BackendLink link) {
            away = fresh.isEmpty();
            fresh.ifPresent(reader::keepHome);
            course.become(new Unlinked());
            course.updateReading();
            link.leave(TO_END, () -> done.accept(fresh.isEmpty() ? Guest.Renewal.AWAY : Guest.Renewal.FRESH));
            loop.execute(this::goOn);
        }

        private void goOn() {
            if (!(course.phase() instanceof Unlinked)) {
                return;
            }
            if (fresh.isPresent() && unit.isLaneOpen()) {
                course.seeking().seekLink(Purpose.WORK);
            } else {
                course.wake();
            }
        }
    }
}
