package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;

/** FENCING: from now on any start of the source, by whomever, comes up as a standby of the target. No effect while it runs. */
final class FenceStep implements Step {

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        context.window().lastLook().take(context);
        DatabaseNode source = context.source();
        WindowSettings.follow(source, context.target(), context.plan().wayBackSlot());
        seeThatTheShellIsItsOwn(source);
        source.fence();
        if (!source.fenced()) {
            throw new StepException.Failed(
                    "the fence on " + source.node() + " is not there",
                    "standby.signal was written and is not in the data directory",
                    "check that the configured data directory is the running server's");
        }
        // What was written since the last one would have to be written by the shutdown, while everybody waits.
        source.checkpoint();
        return facts;
    }

    /** Else another server would be stopped, and its end taken for this one's, which would go on to take writes. */
    private static void seeThatTheShellIsItsOwn(DatabaseNode source) throws StepException, NodeException {
        if (!source.isServerOfDirectory()) {
            throw new StepException.Failed(
                    "the shell of " + source.node() + " is not that of its server",
                    "the server at " + source.node().address() + " is not the one that runs in the configured data directory",
                    "correct nodes." + source.node() + ".data-directory, host or port, and repeat the command");
        }
    }
}
