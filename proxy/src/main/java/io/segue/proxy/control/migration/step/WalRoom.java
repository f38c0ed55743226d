package io.segue.proxy.control.migration.step;

import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.NodeException;

/**
 * Watches the room for WAL on the node that serves, while it keeps WAL for a standby that is being made or catches up. Each look is a
 * command in the node's shell: while there is much room, one of them in two seconds will do. The thread of the migration.
 */
final class WalRoom {

    private final StepContext context;
    private final DatabaseNode serving;
    private Deadline next;

    WalRoom(StepContext context, DatabaseNode serving) {
        this.context = context;
        this.serving = serving;
        this.next = context.in(WalPace.SHORTEST);
    }

    /**
     * As {@link #watch}, for as long as nobody takes the WAL that {@code slot} keeps. Who takes it costs nothing, however little room there is.
     *
     * @throws StepException.Failed when there is too little
     */
    void watchFor(String slot) throws StepException.Failed {
        if (next.passed() && isLeftBehind(slot)) {
            watch();
        }
    }

    private boolean isLeftBehind(String slot) {
        try {
            boolean left = serving.slot(slot).filter(it -> !it.active()).isPresent();
            if (!left) {
                next = context.in(WalPace.LONGEST);
            }
            return left;
        } catch (NodeException e) {
            context.note("whether slot " + slot + " on " + serving.node() + " is in use is not known: " + e.getMessage());
            next = context.in(WalPace.LONGEST);
            return false;
        }
    }

    /**
     * A node that does not answer now is asked again: that it cannot be asked is no reason to give up.
     *
     * @throws StepException.Failed when there is too little
     */
    void watch() throws StepException.Failed {
        if (!next.passed()) {
            return;
        }
        next = context.in(WalPace.LONGEST);
        long free;
        try {
            free = serving.surveyor().machine().walFreeBytes();
        } catch (NodeException e) {
            context.note("the room for WAL on " + serving.node() + " is not known: " + e.getMessage());
            return;
        }
        long spare = free - context.limits().standby().walRoom();
        next = context.in(WalPace.untilTheNextLook(spare));
        if (spare < 0) {
            throw new StepException.Failed(
                    "given up before the disk of " + serving.node() + " is full",
                    ByteSize.of(free) + " are free for WAL there, and " + ByteSize.of(context.limits().standby().walRoom()) + " must be (limits.wal-room)",
                    "make room for pg_wal on " + serving.node() + ", and repeat the command when less is written");
        }
    }
}
