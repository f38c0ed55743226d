package io.segue.cli.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What one writer remembers: the fate of each of its rows, numbered from 1 without a gap. Rows of the transaction under way are
 * open until one of {@link #acknowledged}, {@link #rolledBack} or {@link #failed} closes them. Belongs to the writer's thread.
 */
final class WriterMemory {

    private final List<Fate> fates = new ArrayList<>();
    private int open;
    private boolean commitSent;

    /** Number of the row that is written next. */
    long write() {
        open++;
        return fates.size() + open;
    }

    /** From here on a lost link leaves the outcome unknown: call it before COMMIT, and before a statement that commits by itself. */
    void commitSent() {
        commitSent = true;
    }

    void acknowledged() {
        close(Fate.ACKNOWLEDGED);
    }

    void rolledBack() {
        close(Fate.ABORTED);
    }

    /** @param sqlState of the error that ended the transaction; null when the driver gave none */
    void failed(String sqlState) {
        close(commitSent && outcomeIsOpen(sqlState) ? Fate.UNKNOWN : Fate.ABORTED);
    }

    /** Fate of each row; the first is row 1. */
    List<Fate> fates() {
        return List.copyOf(fates);
    }

    private void close(Fate fate) {
        for (; open > 0; open--) {
            fates.add(fate);
        }
        commitSent = false;
    }

    /**
     * An ERROR says that nothing was committed. A connection that went away (class 08, or 57P01 to 57P05, with which a server ends
     * one) says nothing.
     */
    private static boolean outcomeIsOpen(String sqlState) {
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57P");
    }
}
