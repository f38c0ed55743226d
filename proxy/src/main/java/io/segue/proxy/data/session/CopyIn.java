package io.segue.proxy.data.session;

import io.segue.proxy.data.session.Expected.Boundary;
import io.segue.proxy.data.session.Expected.Step;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A COPY from the client in the account of a session: what of the client's words is part of it. While the server waits for data it ignores
 * each Flush and Sync (copyfromparse.c, CopyGetData); when it does not, it drops data and the end of data (postgres.c). Event loop.
 */
final class CopyIn {

    private final ExpectedQueue queue;
    private boolean waiting;
    private boolean dataSent;
    private boolean running;

    CopyIn(ExpectedQueue queue) {
        this.queue = queue;
    }

    /** Whether the server waits for data, as far as is known. */
    boolean isWaiting() {
        return waiting;
    }

    // ---- what the client sends

    /** CopyData. Of no interest but for its place among Syncs, when the server has not asked for it yet. */
    void data() {
        if (waiting) {
            dataSent = true;
        } else if (!queue.isEmpty() && queue.peekLast() != Step.COPY_DATA) {
            queue.add(Step.COPY_DATA);
        }
    }

    /** A Sync while the server waits: it is ignored, but for one behind data that the COPY has failed on. */
    void sync() {
        if (dataSent) {
            queue.add(Step.DOUBTFUL_SYNC);
        }
    }

    /** CopyDone or CopyFail. It may be on its way before the server has asked for data, or after it has given up. */
    void ends() {
        if (waiting) {
            waiting = false;
        } else if (!queue.isEmpty()) {
            queue.add(Step.COPY_ENDED);
        }
    }

    // ---- what the server answers

    /**
     * CopyInResponse, in answer to the head of the queue. Every Flush and Sync that came along with that will be ignored, a Sync
     * behind data only if the COPY does not fail before; if the end of the data came along as well, the next one will not.
     */
    void begins() {
        waiting = true;
        running = true;
        dataSent = false;
        Expected head = queue.poll();
        Deque<Expected> behind = new ArrayDeque<>();
        while (waiting && (queue.peek() == Boundary.SYNC || queue.peek() == Step.BROKEN_FLUSH || isPart(queue.peek()))) {
            switch (queue.poll()) {
                case Boundary.SYNC -> {
                    if (dataSent) {
                        behind.add(Step.DOUBTFUL_SYNC);
                    }
                }
                case Step.COPY_DATA -> dataSent = true;
                case Step.BROKEN_FLUSH -> { }
                default -> waiting = false;
            }
        }
        behind.reversed().forEach(queue::addFirst);
        if (head != null) {
            queue.addFirst(head);
        }
    }

    /** Something has run to its end; if it was the COPY, all Syncs among its data were ignored. */
    void completes() {
        if (running) {
            running = false;
            queue.removeAll(Step.DOUBTFUL_SYNC);
        }
    }

    /** It has failed, or there is none any more. */
    void isOver() {
        waiting = false;
        running = false;
    }

    /** Data, or its end, for a COPY that is over or never was: the server drops it. */
    void dropLate() {
        while (isPart(queue.peek())) {
            queue.poll();
        }
    }

    static boolean isPart(Expected expected) {
        return expected == Step.COPY_DATA || expected == Step.COPY_ENDED;
    }
}
