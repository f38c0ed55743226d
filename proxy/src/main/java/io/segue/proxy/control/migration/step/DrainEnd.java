package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.route.MovePolicies;
import java.time.Duration;
import java.util.Set;

/**
 * What is done when the drain's time is up and units of work still run: nothing, or their open transactions are ended, as the shard's policy
 * says. A COMMIT is never ended: what the server is asked about is asked when nothing more is sent in those transactions.
 *
 * <p>The thread of the migration.
 */
final class DrainEnd {

    /** A rollback and a cancelled statement take milliseconds; a statement that does not heed its cancel takes too long anyway. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration EVENT_LOOPS = Duration.ofMillis(200);

    private boolean used;

    /**
     * Ends the open transactions, once.
     *
     * @return until when they may take for that; what has passed already when the policy is to leave them alone, or they were ended before
     */
    Deadline extend(StepContext context, Deadline drainEnd) throws NodeException, StepException, InterruptedException {
        if (used || context.site().shard().policies().transactions() != MovePolicies.Transactions.TERMINATE) {
            return drainEnd;
        }
        used = true;
        GateSnapshot gate = context.traffic().snapshot();
        String done = gate.inside() + " sessions were at work at the end of the drain; their open transactions are ended (policies.open-transactions)";
        context.note(done);
        context.window().evidence().remark(done);
        if (!context.clock().await(context.traffic().endTransactions(), EVENT_LOOPS)) {
            return drainEnd;
        }
        Set<Integer> committing = context.source().committing();
        context.traffic().cancelTransactions(committing);
        return context.in(shorter(GRACE, context.window().holdLeft().minus(context.limits().window().switchover())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
