package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Committed;
import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.migration.machine.Revocable;
import io.segue.proxy.control.migration.machine.Tidying;
import io.segue.proxy.control.migration.machine.Working;
import io.segue.proxy.control.node.NodeException;

/** The work of one state. Safe to repeat. */
@FunctionalInterface
public interface Step {

    /**
     * Does the work and proves it.
     *
     * @param facts what the migration remembers
     * @return what it remembers from now on
     * @throws NodeException when a node could not be asked or told; the step counts as failed
     */
    Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException;

    /** The step that does the work of {@code state}. */
    static Step of(Working state) {
        return switch (state) {
            case Revocable.Copying _ -> new CopyStep();
            case Revocable.Streaming _ -> new StreamStep();
            case Revocable.Tuning _ -> new TuneStep();
            case Revocable.Warming _ -> new WarmStep();
            case Revocable.Fencing _ -> new FenceStep();
            case Revocable.Holding _ -> new HoldStep();
            case Revocable.Retreating _ -> new RetreatStep();
            case Revocable.Stopping _ -> new StopStep();
            case Revocable.Proving _ -> new ProveStep();
            case Committed.Promoting _ -> new PromoteStep();
            case Committed.Routing _ -> new RouteStep();
            case Committed.Rejoining _ -> new RejoinStep();
            case Committed.Verifying _ -> new VerifyStep();
            case Tidying.Reviving _ -> new ReviveStep();
            case Tidying.Undoing _ -> new UndoStep();
            case Tidying.Discarding _, Tidying.Cleaning _ -> new PutAwayStep();
        };
    }
}
