package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.route.Lineage;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.route.Route;
import java.io.IOException;
import java.time.Duration;

/**
 * ROUTING: the waiting sessions go to the target, and the new route is stored. In this order, because nobody need wait for the disk: the
 * decision is in the journal since before the promotion, and a route that is found at a start is asked for before it is believed.
 */
final class RouteStep implements Step {

    /** Of the hold: one round trip for each session that listens. */
    private static final Duration RELISTEN = Duration.ofMillis(250);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode target = context.target();
        if (target.inRecovery()) {
            throw new StepException.Failed(target.node() + " is in recovery again", "it had been promoted", "see its server log");
        }
        Route now = context.traffic().route();
        // The gate may be there already: at a hold's deadline the proxy itself finds the primary.
        Route route = now.node().equals(target.node()) ? now : now.movedTo(target.node());
        relisten(context, target);
        context.release(route);
        // Asked when nobody waits any more; with it a start refuses the old primary, should it be the only one that answers.
        Lineage promoted = target.status().lineage();
        try {
            context.site().routes().store(context.site().shard(), route, promoted);
        } catch (IOException e) {
            throw new StepException.Failed(
                    "the new route cannot be stored: " + e.getMessage(),
                    "the traffic goes to " + target.node() + " already, and a start asks the nodes",
                    "make room in the state directory",
                    e);
        }
        return facts;
    }

    /** Who is late listens when he has his link, and may miss what was notified before. */
    private static void relisten(StepContext context, DatabaseNode target) throws InterruptedException {
        if (context.site().shard().policies().listeners() == MovePolicies.Listeners.RELISTEN
                && !context.clock().await(context.traffic().relisten(target.node()), RELISTEN)) {
            context.note("not every session listens on " + target.node().name() + " within " + RELISTEN.toMillis() + " ms; the others do a moment later");
        }
    }
}
