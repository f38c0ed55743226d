package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;
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
        room.watch();
        if (nextNote.passed()) {
            context.note(standby.node() + " is " + seen);
            nextNote = context.in(BETWEEN_NOTES);
        }
        return false;
    }

    /** A node that does not answer now may answer at the next look. */
    private boolean look() {
        try {
            Following following = Following.of(upstream, standby, slot);
            seen = following.toString();
            return following.within(context.limits().standby().lagBytes());
        } catch (NodeException e) {
            seen = "not answering: " + e.getMessage();
            return false;
        }
    }
}
