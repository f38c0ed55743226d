package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.migration.machine.Facts;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.SlotStatus;
import java.util.Optional;

/**
 * TUNING: both nodes are set up for the window by reload, the slot for the way back reserves WAL from now on, and the fence is tried out: a
 * shell that cannot write it must be found out before anybody is held.
 */
final class TuneStep implements Step {

    @Override
    public Facts perform(StepContext context, Facts facts) throws StepException, NodeException {
        tryFence(context.source());
        String slot = context.plan().wayBackSlot();
        context.target().createSlot(slot);
        WindowSettings.set(context.target(), WindowSettings.ON_TARGET);
        WindowSettings.set(context.source(), WindowSettings.ON_SOURCE);
        Optional<SlotStatus> made = context.target().slot(slot);
        if (made.filter(it -> it.walStatus().equals("reserved")).isEmpty()) {
            throw new StepException.Failed(
                    "slot " + slot + " on " + context.plan().target() + " reserves no WAL",
                    "found: " + made.map(SlotStatus::toString).orElse("no such slot"),
                    "drop it by hand and repeat the command");
        }
        return facts;
    }

    private static void tryFence(DatabaseNode source) throws StepException, NodeException {
        source.fence();
        boolean written = source.fenced();
        source.unfence();
        if (!written || source.fenced()) {
            throw new StepException.Failed(
                    "the fence on " + source.node() + " does not work",
                    "standby.signal was " + (written ? "not removed" : "not written"),
                    "the shell on " + source.node() + " must be able to create and remove files in the data directory");
        }
    }
}
