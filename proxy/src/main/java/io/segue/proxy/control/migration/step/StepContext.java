package io.segue.proxy.control.migration.step;

import io.segue.proxy.config.Limits;
import io.segue.proxy.control.migration.machine.Plan;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.gate.GateSnapshot;
import io.segue.proxy.gate.Traffic;
import io.segue.proxy.route.Route;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What one step of one migration works with.
 *
 * @param migration the migration's number
 * @param notes hears what happens, a sentence at a time
 * @param remarks hears what an operator should still find in the status afterwards
 * @param aborted whether an operator has asked to give up; always false where nothing can be given up
 */
public record StepContext(
        Site site, Plan plan, long migration, Window window, Consumer<String> notes, Consumer<String> remarks, BooleanSupplier aborted) {

    /** Something that will be true in a while. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws StepException, NodeException, InterruptedException;
    }

    public DatabaseNode source() {
        return site.node(plan.source());
    }

    public DatabaseNode target() {
        return site.node(plan.target());
    }

    public Traffic traffic() {
        return site.traffic();
    }

    public Limits limits() {
        return site.limits();
    }

    public StepClock clock() {
        return site.clock();
    }

    public void note(String line) {
        notes.accept(line);
    }

    /** Is told now, stays in the status, and goes into the report. */
    void remark(String line) {
        notes.accept(line);
        remarks.accept(line);
        window.evidence().remark(line);
    }

    Deadline in(Duration limit) {
        return Deadline.in(clock(), limit);
    }

    /** Lets the traffic go to {@code route}; the next hold keeps its distance from now. */
    void release(Route route) {
        GateSnapshot before = traffic().snapshot();
        traffic().release(route);
        window.released(clock(), before);
        site.holdGap().ended(limits().window().gap());
    }

    void stopIfAborted() throws StepException.Aborted {
        if (aborted.getAsBoolean()) {
            throw new StepException.Aborted();
        }
    }

    /**
     * Looks every {@code gap} whether {@code condition} holds, at least once.
     *
     * @return false when it still does not at the deadline
     */
    boolean waitUntil(Deadline deadline, Duration gap, Condition condition) throws StepException, NodeException, InterruptedException {
        while (!condition.holds()) {
            stopIfAborted();
            if (deadline.passed()) {
                return false;
            }
            clock().pause(gap);
        }
        return true;
    }
}
