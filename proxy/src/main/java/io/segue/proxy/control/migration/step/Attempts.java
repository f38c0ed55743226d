package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.NodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Several things that shall all be tried although one of them fails, each a few times: what putting back needs. Collects what could not be
 * done.
 */
final class Attempts {

    /** Something to be done on a node; safe to repeat. */
    @FunctionalInterface
    interface Action {
        void run() throws NodeException, StepException, InterruptedException;
    }

    private static final Duration GAP = Duration.ofMillis(200);

    private final StepContext context;
    private final Deadline deadline;
    private final List<String> leftOver = new ArrayList<>();

    /** @param limit for all actions together; each is tried at least once */
    Attempts(StepContext context, Duration limit) {
        this.context = context;
        this.deadline = context.in(limit);
    }

    /** @param what remains when it cannot be done, for people: {@code "slot x on node_a"} */
    void attempt(String what, Action action) throws InterruptedException {
        while (true) {
            try {
                action.run();
                return;
            } catch (NodeException | StepException e) {
                if (deadline.passed()) {
                    leftOver.add(what + " (" + e.getMessage() + ")");
                    return;
                }
            }
            context.clock().pause(GAP);
        }
    }

    /** @throws StepException.Failed naming all that could not be done */
    void finish(String message, String hint) throws StepException.Failed {
        if (!leftOver.isEmpty()) {
            throw new StepException.Failed(message, "left behind: " + String.join("; ", leftOver), hint);
        }
    }
}
