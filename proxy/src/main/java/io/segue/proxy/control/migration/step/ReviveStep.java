package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/**
 * REVIVING: whatever became of the source, it is made the running, unfenced primary again, on the timeline it was on. It is never started
 * as a primary unless the target is proved to be a standby at that moment, and still on the source's timeline.
 */
final class ReviveStep implements Step {

    private static final Duration GAP = Duration.ofMillis(10);
    /** A stop that was asked for may not have reached the server yet: this long it must go on answering to count as alive. */
    private static final Duration SETTLED = Duration.ofSeconds(1);
    /** After the last record is written the postmaster usually ends within milliseconds; a hanging archiver is not waited for. */
    private static final Duration GRACE = Duration.ofMillis(100);

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode source = context.source();
        if (facts.stopIntended()) {
            settle(context, source);
        }
        Deadline end = context.in(context.limits().calls().start());
        Deadline kill = context.in(GRACE);
        while (true) {
            switch (Standing.of(source)) {
                case PRIMARY -> {
                    source.unfence();
                    return facts;
                }
                case STOPPED, STOPPED_STANDBY, CRASHED -> startAsPrimary(context, facts);
                // Restarted by somebody behind the fence: it must come up once more, without it.
                case STANDBY -> source.askToStop();
                case ENDING -> killWhenDue(source, kill);
                case RECOVERING, CHANGING, UNKNOWN -> waitOn(context, source, end);
            }
            context.clock().pause(GAP);
        }
    }

    private static void settle(StepContext context, DatabaseNode source) throws InterruptedException {
        Deadline settled = context.in(SETTLED);
        while (Standing.of(source) == Standing.PRIMARY && !settled.passed()) {
            context.clock().pause(GAP);
        }
    }

    private static void startAsPrimary(StepContext context, Facts facts) throws StepException, NodeException {
        DatabaseNode target = context.target();
        Standing standing = Standing.of(target);
        if (standing == Standing.PRIMARY) {
            throw promotedByHand(context, facts, target.status().timeline(), "it takes writes");
        }
        if (!standing.provedStandby()) {
            throw new StepException.Failed(
                    context.plan().source() + " must not be started: " + context.plan().target() + " is not proved to be a standby",
                    "it is " + standing,
                    "make " + context.plan().target() + " answer; it is asked again");
        }
        int timeline = standing == Standing.STANDBY ? target.status().timeline() : target.controlData().timeline();
        if (facts.timeline() > 0 && timeline > facts.timeline()) {
            throw promotedByHand(context, facts, timeline, "it is a standby again");
        }
        context.source().unfence();
        context.source().start(context.limits().calls().start());
    }

    /** Waiting does not mend that: what the target has written since may be all there is of it, and only people know which is to be kept. */
    private static StepException.Failed promotedByHand(StepContext context, Facts facts, int timeline, String now) {
        String source = context.plan().source();
        String target = context.plan().target();
        return new StepException.Failed(
                source + " must not be started: somebody has promoted " + target,
                target + " is on timeline " + timeline + ", " + source + " was stopped on timeline " + facts.timeline() + "; " + now,
                "this does not end by itself. To keep " + target + ": stop the proxy, move the shard's journal out of "
                        + context.site().stateDirectory() + ", start the proxy again, and PREPARE " + context.plan().shard() + " TO " + source
                        + ". To give up what " + target + " has written: do the same with " + target + " stopped, and " + source
                        + " started without its standby.signal");
    }

    private static void killWhenDue(DatabaseNode source, Deadline kill) throws NodeException {
        if (kill.passed()) {
            source.kill();
        }
    }

    private static void waitOn(StepContext context, DatabaseNode source, Deadline end) throws StepException.Failed {
        if (end.passed()) {
            throw new StepException.Failed(
                    source.node() + " is not the primary again yet",
                    "it neither accepts connections nor has it ended",
                    "see its server log; it is asked again");
        }
    }
}
