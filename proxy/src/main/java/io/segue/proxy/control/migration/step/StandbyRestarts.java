package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the old primary again when it ends while its way back is being proved: killed, or its machine was short of memory. Not for ever: a
 * server that ends each time has a reason, which its log knows. The thread of the migration.
 */
final class StandbyRestarts {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyRestarts.class);

    private static final int MOST = 3;

    private final StepContext context;
    private int done;

    StandbyRestarts(StepContext context) {
        this.context = context;
    }

    /**
     * One that runs, is not known, or has taken writes since it was fenced is left alone: nobody may start such a history over.
     *
     * @return whether it was started
     */
    boolean startIfDown() throws StepException {
        return switch (Standing.of(context.source())) {
            case STOPPED_STANDBY, STOPPED -> done < MOST && start(context.source());
            case PRIMARY, STANDBY, CRASHED, ENDING, RECOVERING, CHANGING, UNKNOWN -> false;
        };
    }

    /** How often it was; empty when it was not. */
    String inWords() {
        return done == 0 ? "" : " (it was started again " + done + " of " + MOST + " times)";
    }

    private boolean start(DatabaseNode source) throws StepException {
        done++;
        String nth = done + " of " + MOST;
        try {
            StandbyStart.start(context, source);
            context.remark(source.node() + " had ended after it had rejoined, and was started again as a standby (" + nth + ")");
            LOG.warn("standby-started-again shard={} node={} start=\"{}\" hint=\"its server log says why it ended\"",
                    context.plan().shard(), source.node(), nth);
            return true;
        } catch (NodeException e) {
            context.remark(source.node() + " had ended after it had rejoined, and could not be started again (" + nth + "): " + e.getMessage());
            LOG.warn("standby-not-started-again shard={} node={} start=\"{}\" reason=\"{}\"", context.plan().shard(), source.node(), nth, e.getMessage());
            return false;
        }
    }
}
