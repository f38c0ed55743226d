package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;

/** The start of the old primary as a standby, and as nothing else: it is fenced before, and asked afterwards. */
final class StandbyStart {

    private StandbyStart() {}

    static void start(StepContext context, DatabaseNode source) throws StepException, NodeException {
        if (!source.fenced()) {
            source.fence();
        }
        source.start(context.limits().calls().start());
        if (!source.inRecovery()) {
            source.askToStop();
            throw twoPrimaries(source);
        }
    }

    static StepException.Failed twoPrimaries(DatabaseNode source) {
        return new StepException.Failed(
                "TWO PRIMARIES: " + source.node() + " takes writes although the traffic has left it",
                "somebody has removed its standby.signal",
                "stop it at once, keep its data directory for inspection, and prepare again into an empty one");
    }
}
