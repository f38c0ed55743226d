package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import java.time.Duration;

/**
 * PROVING: the target has replayed past the source's shutdown checkpoint, by its own account. The source's clean end proves nothing of the
 * kind: a walsender gives up on a receiver that does not answer.
 */
final class ProveStep implements Step {

    private static final Duration GAP = Duration.ofMillis(1);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        Lsn shutdownCheckpoint = facts.stoppedAt()
                .orElseThrow(() -> new IllegalStateException("PROVING was entered without a shutdown checkpoint"));
        StepHooks.fenced(context);
        context.window().proving(context.clock(), context.limits().window());
        DatabaseNode target = context.target();
        context.window().reads().look(context);
        boolean replayed = context.waitUntil(
                context.window().provedBy(), GAP, () -> target.replayed().compareTo(shutdownCheckpoint) > 0);
        NodeStatus status = target.status();
        if (!replayed || !status.inRecovery() || status.replayPaused()) {
            throw new StepException.Failed(
                    target.node() + " is not proved to have everything",
                    "its position is " + status.position() + " and must be past " + shutdownCheckpoint
                            + (status.replayPaused() ? "; its replay is paused" : "")
                            + (status.inRecovery() ? "" : "; it is not in recovery"),
                    "see in its server log what held up the replay");
        }
        context.window().reads().proved(context);
        context.window().evidence().replayed(status.position());
        context.window().sourceProvedStopped();
        return facts;
    }
}
