package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.SlotStatus;
import java.time.Duration;

/** Waits until a standby streams and its lag is small, and says from time to time how far it is. */
final class CatchingUp {

    private static final Duration GAP = Duration.ofMillis(50);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(2);

    private final StepContext context;
    private final DatabaseNode upstream;
    private final DatabaseNode standby;
    private final String slot;
    private final WalRoom room;
    private Deadline nextNote;
    private String seen = "not asked";
    private boolean streams;

    CatchingUp(StepContext context, DatabaseNode upstream, DatabaseNode standby, String slot) {
        this.context = context;
        this.upstream = upstream;
        this.standby = standby;
        this.slot = slot;
        this.room = new WalRoom(context, upstream);
        this.nextNote = context.in(BETWEEN_NOTES);
    }

    /** @throws StepException.Failed when it has not caught up within {@code limit} */
    void await(Duration limit) throws StepException, NodeException, InterruptedException {
        if (!context.waitUntil(context.in(limit), GAP, this::caughtUp)) {
            throw new StepException.Failed(
                    standby.node() + " did not catch up with " + upstream.node() + " within " + limit.toMillis() + " ms",
                    seen,
                    "look into the server log of " + standby.node() + ", or give it more time (limits.ready-lag)");
        }
    }

    private boolean caughtUp() throws StepException.Failed {
        if (look()) {
            return true;
        }
        giveUpWhenItsWalIsGone();
        room.watch();
        if (nextNote.passed()) {
            context.note(standby.node() + " is " + seen);
            nextNote = context.in(BETWEEN_NOTES);
        }
        return false;
    }

    /** The server has been told to keep no more (max_slot_wal_keep_size): what the standby needs next is not there, and never will be. */
    private void giveUpWhenItsWalIsGone() throws StepException.Failed {
        if (streams || !lost()) {
            return;
        }
        throw new StepException.Failed(
                standby.node() + " cannot catch up with " + upstream.node() + " any more",
                "slot " + slot + " on " + upstream.node() + " is lost: WAL that it was to keep has been removed",
                "raise max_slot_wal_keep_size on " + upstream.node() + ", or copy while less is written; then PREPARE "
                        + context.plan().shard() + " TO " + standby.node());
    }

    private boolean lost() {
        try {
            return upstream.slot(slot).filter(SlotStatus::lost).isPresent();
        } catch (NodeException e) {
            context.note("whether slot " + slot + " on " + upstream.node() + " is lost is not known: " + e.getMessage());
            return false;
        }
    }

    /** A node that does not answer now may answer at the next look. */
    private boolean look() {
        try {
            Following following = Following.of(upstream, standby, slot);
            seen = following.toString();
            streams = following.streaming();
            return following.within(context.limits().standby().lagBytes());
        } catch (NodeException e) {
            seen = "not answering: " + e.getMessage();
            streams = false;
            return false;
        }
    }
}
