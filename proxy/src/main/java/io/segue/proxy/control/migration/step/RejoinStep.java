package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import java.time.Duration;

/**
 * REJOINING: the old primary starts as a standby of the new one, without any rewind: it ended exactly where the new timeline begins. Its
 * archiver is waited for, because what it has not archived nobody else will.
 */
final class RejoinStep implements Step {

    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration RETRY = Duration.ofMillis(200);
    /** Who was held goes first; where both nodes are on one machine, the start of a server takes what they need. */
    private static final Duration HEAD_START = Duration.ofMillis(200);

    /** Somebody else, such as a service manager, may start, stop or kill the same server meanwhile: what counts is what it is in the end. */
    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        context.clock().pause(HEAD_START);
        Deadline end = context.in(context.limits().calls().start());
        String said = "";
        while (true) {
            try {
                return rejoin(context, facts);
            } catch (NodeException e) {
                if (end.passed()) {
                    throw e;
                }
                if (!said.equals(e.getMessage())) {
                    said = e.getMessage();
                    context.note("not a standby yet: " + said);
                }
            }
            context.clock().pause(RETRY);
        }
    }

    private static Facts rejoin(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        DatabaseNode source = context.source();
        switch (awaitEnd(context, source)) {
            case STANDBY -> context.note(source.node() + " is a standby already");
            case PRIMARY -> throw StandbyStart.twoPrimaries(source);
            case STOPPED -> {
                seeWhereTheyPart(context, facts);
                StandbyStart.start(context, source);
            }
            case STOPPED_STANDBY, RECOVERING -> StandbyStart.start(context, source);
            case CRASHED, ENDING, CHANGING, UNKNOWN -> throw notEnded(context, source);
        }
        source.dropSlot(context.plan().slot());
        // It follows the target from now on: its primary_conninfo stays.
        Facts joined = facts.forgettingSettings(context.plan().source(), WindowSettings.OF_FENCE);
        return WindowSettings.putBack(context.target(), WindowSettings.putBack(source, joined));
    }

    private static Standing awaitEnd(StepContext context, DatabaseNode source) throws StepException, NodeException, InterruptedException {
        Deadline deadline = context.in(context.limits().calls().start());
        Standing standing = Standing.of(source);
        while (undecided(standing) && !deadline.passed()) {
            context.clock().pause(GAP);
            standing = Standing.of(source);
        }
        return standing;
    }

    private static boolean undecided(Standing standing) {
        return switch (standing) {
            case ENDING, CHANGING, UNKNOWN -> true;
            case PRIMARY, STANDBY, STOPPED, STOPPED_STANDBY, CRASHED, RECOVERING -> false;
        };
    }

    /** For the report: the old primary's WAL ends where the new timeline begins. Its next start is decided by the server, not by this. */
    private static void seeWhereTheyPart(StepContext context, Facts facts) {
        Evidence evidence = context.window().evidence();
        if (facts.stoppedAt().isEmpty()) {
            return;
        }
        try {
            int timeline = context.target().status().timeline();
            evidence.parted(new Evidence.Parting(
                    timeline,
                    context.target().forkPoint(timeline),
                    context.source().endOfWal(facts.timeline(), facts.stoppedAt().get())));
        } catch (NodeException e) {
            evidence.remark("where the timelines part could not be seen: " + e.getMessage());
        }
    }

    private static StepException.Failed notEnded(StepContext context, DatabaseNode source) {
        return new StepException.Failed(
                "the switchback is not ready: " + source.node() + " cannot be started as a standby",
                "it is " + Standing.of(source) + " after " + context.limits().calls().start().toSeconds() + " s",
                "when its server has ended (an archiver may be busy, see its log), PREPARE " + context.plan().shard() + " TO "
                        + source.node());
    }
}
