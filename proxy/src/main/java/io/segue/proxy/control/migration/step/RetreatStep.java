package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/**
 * RETREATING: the traffic goes on at the source, which is not fenced meanwhile: were it to crash in the gap, it must come back as the
 * primary. Each gap is longer than the one before.
 */
final class RetreatStep implements Step {

    private static final Duration GAP = Duration.ofMillis(100);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode source = context.source();
        if (source.inRecovery()) {
            throw new StepException.Failed(source.node() + " is not the primary any more", "it is in recovery", "see in its server log who restarted it; SHOW NODES says where the primary is");
        }
        context.release(context.traffic().route());
        source.unfence();
        Duration gap = context.limits().window().gap().multipliedBy(context.window().attempt());
        context.window().nextAttempt();
        context.note("attempt " + context.window().attempt() + " of " + context.limits().window().attempts() + " in " + gap.toMillis() + " ms");
        Deadline end = context.in(gap);
        context.waitUntil(end, GAP, end::passed);
        return facts;
    }
}
