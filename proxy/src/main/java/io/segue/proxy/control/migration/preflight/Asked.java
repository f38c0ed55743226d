package io.segue.proxy.control.migration.preflight;

import io.segue.proxy.control.node.NodeException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A question to a node and, in a while, its answer. It is asked once, on a thread of its own, when somebody first needs it or
 * {@link #begin} says so. Its limit is that of the call behind it.
 */
final class Asked<T> {

    /** The node gave no answer; the message says why. */
    static final class Unanswered extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unanswered(NodeException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** What is asked. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws NodeException, InterruptedException;
    }

    private final FutureTask<T> task;
    private final AtomicBoolean begun = new AtomicBoolean();

    Asked(Question<T> question) {
        this.task = new FutureTask<>(question::ask);
    }

    void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("preflight").start(task);
        }
    }

    /** @throws Unanswered when the node did not answer */
    T get() throws InterruptedException {
        begin();
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NodeException noAnswer -> throw new Unanswered(noAnswer);
                case Unanswered noAnswer -> throw noAnswer;
                case InterruptedException interrupted -> throw interrupted;
                default -> throw new IllegalStateException("a preflight question failed unexpectedly", e.getCause());
            }
        }
    }

    /** The answer, if it is there. */
    Optional<T> known() {
        return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : Optional.empty();
    }

    /** Nobody waits for the answer any more. */
    void drop() {
        task.cancel(true);
    }
}
