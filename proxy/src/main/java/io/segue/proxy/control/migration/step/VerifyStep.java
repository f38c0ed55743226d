package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.NodeStatus;
import io.segue.proxy.control.node.SlotStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * VERIFYING: the proof that the old primary can take the traffic back. It is in recovery, receives the new primary's timeline through its
 * slot, and has replayed a marker written after the release. A standby that merely started proves nothing: one on a forked history serves
 * reads and never applies anything. One that ends meanwhile is started again.
 */
final class VerifyStep implements Step {

    private static final Duration GAP = Duration.ofMillis(10);

    private String missing = "not asked";

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException, InterruptedException {
        Lsn marker = context.target().writeProbe(context.limits().calls().question());
        StandbyRestarts restarts = new StandbyRestarts(context);
        Deadline deadline = context.in(context.limits().standby().readyLag());
        while (!ready(context, facts, marker)) {
            if (restarts.startIfDown()) {
                // A standby that has just been started has all its time again.
                deadline = context.in(context.limits().standby().readyLag());
            }
            if (deadline.passed()) {
                throw notReady(context, restarts);
            }
            context.clock().pause(GAP);
        }
        return facts.afterTheMove();
    }

    private StepException.Failed notReady(StepContext context, StandbyRestarts restarts) {
        String source = context.plan().source();
        return new StepException.Failed(
                "the switchback is not ready: " + source + " does not follow " + context.plan().target(),
                missing + restarts.inWords(),
                "see the server log of " + source + "; then PREPARE " + context.plan().shard() + " TO " + source
                        + ", with an empty data directory when its history has forked");
    }

    /** A node that does not answer now may answer at the next look. */
    private boolean ready(StepContext context, Facts facts, Lsn marker) {
        try {
            missing = whatIsMissing(context, facts, marker);
        } catch (NodeException e) {
            missing = e.getMessage();
        }
        return missing.isEmpty();
    }

    /** In words for people; empty when nothing is missing. */
    private static String whatIsMissing(StepContext context, Facts facts, Lsn marker) throws NodeException {
        DatabaseNode target = context.target();
        int timeline = target.status().timeline();
        if (timeline != facts.timeline() + 1) {
            return target.node() + " is on timeline " + timeline + ", expected " + (facts.timeline() + 1);
        }
        String ofStandby = whatTheStandbyMisses(context, timeline, marker);
        if (!ofStandby.isEmpty()) {
            return context.plan().source() + " " + ofStandby;
        }
        String slot = context.plan().wayBackSlot();
        Optional<SlotStatus> held = target.slot(slot).filter(it -> it.active() && it.walStatus().equals("reserved"));
        return held.isPresent() ? "" : "slot " + slot + " on " + target.node() + " is not in use or keeps no WAL";
    }

    private static String whatTheStandbyMisses(StepContext context, int timeline, Lsn marker) throws NodeException {
        NodeStatus status = context.source().status();
        if (!status.inRecovery()) {
            return "is not in recovery";
        }
        String slot = context.plan().wayBackSlot();
        Optional<NodeStatus.Receiver> receiver =
                status.receiver().filter(it -> it.status().equals("streaming") && it.slot().equals(slot));
        if (receiver.isEmpty()) {
            return "does not stream through slot " + slot;
        }
        if (receiver.get().timeline() != timeline) {
            return "receives timeline " + receiver.get().timeline() + ", not " + timeline;
        }
        if (status.position().compareTo(marker) < 0) {
            return "has replayed to " + status.position() + ", not to " + marker;
        }
        // Beyond what has been written it can only be with a history of its own, although it may receive and look all right.
        Lsn written = context.target().status().position();
        return status.position().compareTo(written) > 0
                ? "has replayed to " + status.position() + ", and only " + written + " is written: their histories have parted"
                : "";
    }
}
