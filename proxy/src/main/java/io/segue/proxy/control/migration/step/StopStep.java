package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.ControlData;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import java.time.Duration;

/**
 * STOPPING: a fast shutdown of the source, watched through its control file. The process is not waited for: archiver and walsenders may
 * keep it for long after the last record is written.
 *
 * <p>A look at the control file starts a process on a machine that has enough to do. So it is taken when the target has replayed more:
 * what comes last is the shutdown checkpoint. A target that falls silent hides nothing for long.
 */
final class StopStep implements Step {

    private static final Duration GAP = Duration.ofMillis(1);
    private static final Duration LONGEST_WITHOUT_LOOK = Duration.ofMillis(25);
    /** The last look, begun just before the deadline, costs no more than this. */
    private static final Duration SHORTEST_ANSWER = Duration.ofMillis(100);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        if (context.traffic().snapshot().state() != GateSnapshot.State.HOLDING) {
            throw new StepException.Failed("the hold ended before the stop", "", "repeat the command");
        }
        context.window().stopping(context.clock(), context.limits().window());
        DatabaseNode source = context.source();
        Lsn seen = context.target().replayed();
        source.askToStopFenced(answer(context));
        while (true) {
            seen = awaitNews(context, seen);
            ControlData control = source.controlData(answer(context));
            if (control.shutDown()) {
                context.window().evidence().stopped(control.timeline(), control.checkpoint());
                return facts.stopped(control.checkpoint());
            }
            context.stopIfAborted();
            if (context.window().stoppedBy().passed()) {
                throw new StepException.Failed(
                        source.node() + " did not shut down in time",
                        "its control file still says \"" + control.state() + "\"",
                        "see in its server log what held it up; it had to end " + context.window().forecast());
            }
        }
    }

    /**
     * How long an answer of the source's machine may take. It has no time for a shell while it ends hundreds of processes, and as the stop cannot
     * be called off, nothing is gained by giving up before its own deadline.
     */
    private static Duration answer(StepContext context) {
        Duration left = context.window().stoppedBy().left();
        return left.compareTo(SHORTEST_ANSWER) < 0 ? SHORTEST_ANSWER : left;
    }

    /** @return what the target has replayed */
    private static Lsn awaitNews(StepContext context, Lsn seen) throws StepException, NodeException, InterruptedException {
        Deadline look = context.in(LONGEST_WITHOUT_LOOK);
        Lsn now = context.target().replayed();
        while (now.equals(seen) && !look.passed()) {
            context.window().reads().look(context);
            context.clock().pause(GAP);
            now = context.target().replayed();
        }
        return now;
    }
}
