package io.segue.proxy.control.migration.verify;

import io.segue.proxy.control.migration.step.StepClock;
import io.segue.proxy.control.node.DatabaseNode;
import io.segue.proxy.control.node.Lsn;
import io.segue.proxy.control.node.NodeException;
import io.segue.proxy.control.node.survey.Verifier.Digest;
import io.segue.proxy.control.node.survey.Verifier.Table;
import java.time.Duration;

/**
 * Compares a table's rows on the primary with those on its standby, a piece of it at a time, while it is written to. A standby has the same
 * rows at the same places, as of the position that it has replayed to: the primary's piece is read, then the standby's once it has replayed
 * past that, then the primary's again. Two equal readings of the primary have a third that differs between them: that is a difference. Two
 * that differ say that somebody has written, and the piece is read anew.
 */
final class TableComparison {

    /** 8 MB with usual blocks. */
    static final long PIECE_BLOCKS = 1_024;

    static final long BLOCK_BYTES = 8_192;

    private static final int READINGS = 10;
    private static final Duration GAP = Duration.ofMillis(20);

    /** What came of one piece. */
    enum Piece {
        EQUAL,
        DIFFERENT,
        /** It changed at each reading. */
        BUSY
    }

    private final DatabaseNode primary;
    private final DatabaseNode standby;
    private final StepClock clock;
    private final Duration limit;

    /** @param limit for one reading, and for the standby to catch up */
    TableComparison(DatabaseNode primary, DatabaseNode standby, StepClock clock, Duration limit) {
        this.primary = primary;
        this.standby = standby;
        this.clock = clock;
        this.limit = limit;
    }

    /** @param to exclusive */
    Piece compare(Table table, long from, long to) throws NodeException, InterruptedException {
        for (int i = 0; i < READINGS; i++) {
            Digest before = primary.verifier().digest(table, from, to, limit);
            awaitReplay(primary.written());
            Digest there = standby.verifier().digest(table, from, to, limit);
            if (there.equals(before)) {
                return Piece.EQUAL;
            }
            if (primary.verifier().digest(table, from, to, limit).equals(before)) {
                return Piece.DIFFERENT;
            }
            clock.pause(GAP);
        }
        return Piece.BUSY;
    }

    private void awaitReplay(Lsn position) throws NodeException, InterruptedException {
        long end = clock.nanos() + limit.toNanos();
        while (standby.replayed().compareTo(position) < 0) {
            if (clock.nanos() - end > 0) {
                throw new NodeException(standby.node() + ": has not replayed to " + position + " within " + limit.toSeconds() + " s");
            }
            clock.pause(GAP);
        }
    }
}
