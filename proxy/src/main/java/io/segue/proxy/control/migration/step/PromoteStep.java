package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/**
 * PROMOTING: the target becomes the primary and commits a write. An answer that does not come means "not known", never "failed": the target
 * is asked again, and this step is performed again, until it is known.
 */
final class PromoteStep implements Step {

    private static final Duration GAP = Duration.ofMillis(1);
    /** A promotion that meets the upstream going away may miss its trigger; asked again, it does not. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(50);
    /** The record of a shutdown checkpoint, 120 in PostgreSQL 14 to 18, with the head of the page that it may run into, at most 40. */
    private static final long CHECKPOINT_RECORD_BYTES = 160;
    /** One performance of this step; then it is said that the outcome is not known, and it begins anew. */
    private static final Duration ONE_TRY = Duration.ofSeconds(1);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode target = context.target();
        Deadline end = context.in(ONE_TRY);
        if (!context.window().takeProofOfStop() && target.inRecovery()) {
            proveAgainThatSourceIsStopped(context, facts);
            proveThatNothingFollowedTheStop(context, facts);
        }
        while (target.inRecovery()) {
            target.askToPromote();
            Deadline nextRequest = context.in(BETWEEN_REQUESTS);
            context.waitUntil(nextRequest, GAP, () -> !target.inRecovery());
            if (end.passed()) {
                throw notKnown(target);
            }
        }
        target.writeProbe(ONE_TRY);
        return facts;
    }

    /**
     * Since the proof time has passed, or another process made it: somebody may have brought the source back by hand, and it may have taken
     * writes. A source that does not answer at all is stopped and fenced, as it was proved to be.
     */
    private static void proveAgainThatSourceIsStopped(StepContext context, Facts facts) throws StepException, NodeException {
        DatabaseNode source = context.source();
        Standing standing = Standing.of(source);
        boolean asProved =
                switch (standing) {
                    case UNKNOWN, STANDBY, RECOVERING, STOPPED_STANDBY -> true;
                    case STOPPED, ENDING -> facts.stoppedAt().filter(source.controlData().checkpoint()::equals).isPresent();
                    case PRIMARY, CHANGING, CRASHED -> false;
                };
        if (!asProved) {
            throw new StepException.Failed(
                    "the promotion of " + context.plan().target() + " is decided, but " + source.node() + " has been started since",
                    "it is " + standing + "; promoting now would make two primaries, or lose what it has written",
                    "when " + source.node() + " is to stay the primary, stop the proxy, move its journal away and start it again;"
                            + " when not, stop " + source.node() + " and promote " + context.plan().target() + " by hand");
        }
    }

    /**
     * The shutdown checkpoint is the last that the source wrote before it was stopped. A target that has replayed more has it from a source
     * that lived on, and may live on now, where it cannot be seen.
     */
    private static void proveThatNothingFollowedTheStop(StepContext context, Facts facts) throws StepException, NodeException {
        Lsn checkpoint = facts.stoppedAt().orElseThrow(() -> new IllegalStateException("PROMOTING was entered without a shutdown checkpoint"));
        Lsn replayed = context.target().replayed();
        String target = context.plan().target();
        String source = context.plan().source();
        if (replayed.minus(checkpoint) > CHECKPOINT_RECORD_BYTES) {
            throw new StepException.Failed(
                    "the promotion of " + target + " is decided, but " + source + " lived on after its stop",
                    target + " has replayed up to " + replayed + ", and " + source + " was stopped at " + checkpoint
                            + ": what follows was written later, and there may be more of it that " + target + " has not",
                    "when " + source + " is to stay the primary, stop the proxy, move its journal away and start it again;"
                            + " when not, see that " + source + " is stopped and promote " + target + " by hand");
        }
        if (replayed.compareTo(checkpoint) <= 0) {
            throw new StepException.Failed(
                    "the promotion of " + target + " is decided, but it has not everything again yet",
                    "its position is " + replayed + " and must be past " + checkpoint + ", as it was before",
                    "it replays what it has, and is asked again; when it stays there, see in its server log what holds up the replay");
        }
    }

    private static StepException.Failed notKnown(DatabaseNode target) {
        return new StepException.Failed(
                "whether " + target.node() + " is promoted is not known yet", "it is still in recovery; it is asked again",
                "see in its server log what it waits for");
    }
}
