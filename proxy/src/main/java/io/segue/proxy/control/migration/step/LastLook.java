package io.segue.proxy.control.migration.step;

/**
 * The last look at both nodes, right before the fence: what preflight found may have changed since.
 */
@FunctionalInterface
public interface LastLook {

    /** @throws StepException.Failed when something stands in the way now */
    void take(StepContext context) throws StepException.Failed, InterruptedException;
}
