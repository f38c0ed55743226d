package io.segue.cli.demo;

import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerBook;
import io.segue.cli.load.PgbenchAudit;
import io.segue.cli.load.PgbenchResult;
import io.segue.cli.measure.Floor;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Pauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that was measured and counted.
 *
 * @param book what the ledger's clients saw
 * @param audit their books against the last primary
 * @param pgbench what pgbench saw
 * @param pgbenchAudit its books against the last primary
 * @param pauses of the held writers, over all moves
 * @param reads of all readers
 * @param idleCost empty when there were no idle sessions
 * @param floor the same moves without a proxy; empty when it could not be measured
 */
record Figures(
        Setup setup,
        LedgerBook book,
        LedgerAudit audit,
        PgbenchResult pgbench,
        PgbenchAudit pgbenchAudit,
        List<Move> moves,
        Pauses pauses,
        ReadTimes reads,
        Optional<IdleCost> idleCost,
        Optional<Floor.Times> floor) {

    private static final int FIRST = 5;

    /** Of every client: writers, readers and pgbench's. */
    long clientErrors() {
        return book.errors() + pgbench.errors() + idleErrors().size();
    }

    List<String> firstErrors() {
        List<String> first = new ArrayList<>(book.firstErrors());
        first.addAll(pgbench.firstErrors());
        first.addAll(idleErrors().stream().limit(FIRST).toList());
        return first;
    }

    private List<String> idleErrors() {
        return idleCost.map(IdleCost::errors).orElse(List.of());
    }

    /** Rows of the ledger, and transactions of pgbench. */
    long acknowledged() {
        return audit.acknowledged() + pgbench.processed();
    }

    long lost() {
        return audit.lost().size() + pgbenchAudit.lost(pgbench);
    }

    long doubled() {
        return audit.doubled().size() + pgbenchAudit.doubled(pgbench);
    }

    /** Median pause to median floor. */
    OptionalDouble ratio() {
        return floor.stream().mapToDouble(times -> pauses.p50() / times.median()).findFirst();
    }
}
