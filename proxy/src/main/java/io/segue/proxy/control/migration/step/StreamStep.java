package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;

/** STREAMING: the standby runs, streams through its slot, and has caught up. */
final class StreamStep implements Step {

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode target = context.target();
        startAsStandby(context, target);
        Facts tidied = WindowSettings.putBack(target, facts);
        // Left over when a move could not be undone, or its source could not rejoin: it would keep WAL for ever.
        target.dropSlot(context.plan().wayBackSlot());
        WindowSettings.follow(target, context.source(), context.plan().slot());
        new CatchingUp(context, context.source(), target, context.plan().slot()).await(context.limits().standby().readyLag());
        context.note(target.node() + " streams from " + context.source().node());
        return tidied;
    }

    private static void startAsStandby(StepContext context, DatabaseNode target) throws StepException, NodeException {
        if (!target.fenced()) {
            throw notAStandby(target, "there is no standby.signal in its data directory; it is not started");
        }
        context.note("starting " + target.node() + " as a standby");
        target.start(context.limits().calls().start());
        if (!target.inRecovery()) {
            throw notAStandby(target, "it accepts connections and is not in recovery");
        }
    }

    private static StepException.Failed notAStandby(DatabaseNode target, String finding) {
        return new StepException.Failed(
                target.node() + " is not a standby", finding, "find out who uses it; empty its data directory to prepare again");
    }
}
