package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DataDirectory;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/**
 * DISCARDING and CLEANING: the node without traffic, the target of the plan, is stopped and stays fenced; the slots on both nodes are
 * dropped, first of all the one that makes the source keep WAL. Nothing is deleted from its disk.
 */
final class PutAwayStep implements Step {

    private static final Duration GAP = Duration.ofMillis(50);

    private Facts facts = Facts.NONE;

    @Override
    public Facts perform(StepContext context, Facts remembered) throws StepException, InterruptedException {
        facts = remembered;
        DatabaseNode source = context.source();
        DatabaseNode target = context.target();
        String slot = context.plan().slot();
        Attempts attempts = new Attempts(context, context.limits().calls().start());
        attempts.attempt("slot " + slot + " on " + source.node(), () -> source.dropSlot(slot));
        attempts.attempt("settings on " + source.node(), () -> facts = WindowSettings.putBack(source, facts));
        attempts.attempt("the server on " + target.node(), () -> putAway(context, target));
        attempts.finish(
                target.node() + " could not be put away; the traffic is on " + source.node(),
                "when both nodes answer, CLEANUP " + context.plan().shard());
        return Facts.NONE;
    }

    private void putAway(StepContext context, DatabaseNode target) throws StepException, NodeException, InterruptedException {
        switch (target.dataDirectory()) {
            case DataDirectory.Absent _, DataDirectory.Empty _ -> context.note(target.node() + " holds nothing");
            case DataDirectory.SomethingElse _ -> context.note("an unfinished copy stays in the data directory of " + target.node());
            case DataDirectory.Cluster _ -> stop(context, target);
        }
    }

    private void stop(StepContext context, DatabaseNode target) throws StepException, NodeException, InterruptedException {
        Standing standing = Standing.of(target);
        if (standing == Standing.PRIMARY) {
            throw new StepException.Failed(target.node() + " is a primary; it is left alone", "", "find out who promoted it");
        }
        if (!target.fenced()) {
            target.fence();
        }
        if (standing == Standing.STANDBY) {
            facts = WindowSettings.putBack(target, facts);
            target.dropSlot(context.plan().wayBackSlot());
            target.askToStop();
        }
        if (!context.waitUntil(context.in(context.limits().calls().start()), GAP, () -> !target.running())) {
            throw new StepException.Failed(target.node() + " does not stop", "", "see its server log");
        }
        context.note(target.node() + " is stopped and fenced; its data directory stays as it is");
    }
}
