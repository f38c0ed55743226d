package io.segue.proxy.data.session;

import io.segue.protocol.message.FrontendType;
import io.segue.proxy.gate.GateLane;
import io.segue.proxy.route.Node;

/**
 * The session's place in its lane: it enters before a unit of work, or a question of its own, and leaves when nothing is owed any more. Event
 * loop.
 */
final class UnitOfWork {

    private final GateLane lane;
    private final Outstanding outstanding;
    private boolean underWay;
    /** On the standby of a hold, which no drain waits for. */
    private boolean aside;
    private int begun;

    UnitOfWork(GateLane lane, Outstanding outstanding) {
        this.lane = lane;
        this.outstanding = outstanding;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Changes whenever the client begins a unit of work. */
    int count() {
        return begun;
    }

    /** Whether units of work may start, as many as like. */
    boolean isLaneOpen() {
        return lane.isOpen();
    }

    /** Whether none may start for now. */
    boolean isLaneClosed() {
        return lane.isClosed();
    }

    /** Whether one may start. */
    boolean mayBegin() {
        return lane.hasRoom();
    }

    Node node() {
        return lane.node();
    }

    /** @return false when the lane has no room */
    boolean begin() {
        underWay = lane.enter();
        begun++;
        return underWay;
    }

    /** What is on its way already, has waited for its turn elsewhere, or is a question of Segue's own: in a hold too, whose drain waits for it. */
    void beginUnasked() {
        lane.enterUnasked();
        underWay = true;
    }

    /** A transaction that has begun as a read on the standby ({@link GateLane#beginRead}) goes on there to its end. */
    void goOnAside() {
        underWay = true;
        aside = true;
    }

    boolean isAside() {
        return aside;
    }

    void end() {
        underWay = false;
        if (aside) {
            aside = false;
            lane.endRead();
        } else {
            lane.leave();
        }
    }

    void endIfUnderWay() {
        if (underWay) {
            end();
        }
    }

    /**
     * Whether a message of that type may pass while a unit is under way. In a hold and at its release the unit goes on to its end; what is pipelined behind it
     * waits until it is known whether it begins a new one, and so it does on a standby, whose next unit belongs elsewhere. A server that waits for COPY data takes whatever comes as part of that.
     */
    boolean mayGoOn(byte type) {
        return lane.isOpen() && !aside
                || ClientFrames.isCopy(type)
                || type == FrontendType.TERMINATE
                || outstanding.isBatchOpen()
                || outstanding.isCopyIn()
                || outstanding.isInDoubt()
                || !outstanding.isAnswerDue();
    }
}
