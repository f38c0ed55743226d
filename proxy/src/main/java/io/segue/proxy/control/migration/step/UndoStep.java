package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/** UNDOING: the waiting sessions go on at the source, then everything the attempt changed on the nodes is put back. */
final class UndoStep implements Step {

    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration TO_STREAM_AGAIN = Duration.ofSeconds(2);

    private Facts facts = Facts.NONE;

    @Override
    public Facts perform(StepContext context, Facts remembered) throws StepException, InterruptedException {
        facts = remembered;
        DatabaseNode source = context.source();
        DatabaseNode target = context.target();
        Attempts attempts = new Attempts(context, context.limits().calls().start());
        attempts.attempt("the hold", () -> releaseToSource(context));
        context.traffic().cool();
        attempts.attempt("the fence on " + source.node(), () -> unfence(source));
        attempts.attempt("settings on " + source.node(), () -> facts = WindowSettings.putBack(source, facts));
        awaitStreaming(context);
        attempts.attempt("settings on " + target.node(), () -> facts = WindowSettings.putBack(target, facts));
        String slot = context.plan().wayBackSlot();
        attempts.attempt("slot " + slot + " on " + target.node(), () -> target.dropSlot(slot));
        attempts.finish(
                "the attempt could not be undone to its end; the traffic is on " + source.node(),
                "when both nodes answer, PREPARE " + context.plan().shard() + " TO " + target.node() + ", or CLEANUP "
                        + context.plan().shard());
        return facts.afterTheMove();
    }

    private static void releaseToSource(StepContext context) throws StepException, NodeException {
        DatabaseNode source = context.source();
        if (source.inRecovery()) {
            throw new StepException.Failed(source.node() + " is in recovery", "it was the primary when the attempt began", "see in its server log who restarted it; SHOW NODES says where the primary is");
        }
        if (context.traffic().route().node().equals(source.node())) {
            context.release(context.traffic().route());
        } else {
            context.release(context.traffic().route().movedTo(source.node()));
        }
    }

    private static void unfence(DatabaseNode source) throws NodeException {
        if (source.fenced()) {
            source.unfence();
        }
    }

    /** While the target still asks every 10 ms it is back at once; with its own settings it may take seconds. */
    private static void awaitStreaming(StepContext context) throws StepException, InterruptedException {
        try {
            context.waitUntil(
                    context.in(TO_STREAM_AGAIN),
                    GAP,
                    () -> Following.of(context.source(), context.target(), context.plan().slot()).streaming());
        } catch (NodeException e) {
            context.note(context.plan().target() + " does not stream yet: " + e.getMessage());
        }
    }
}
