package io.segue.cli.demo;

import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerBook;
import io.segue.cli.ledger.LedgerRow;
import io.segue.cli.load.PgbenchAudit;
import io.segue.cli.load.PgbenchResult;
import io.segue.cli.measure.Floor;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.Pauses;
import io.segue.cli.measure.Silence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures of a show that went well, and what a test changes in them. */
final class Samples {

    static final long SECOND = 1_000_000;
    static final LedgerRow ROW = new LedgerRow(3, 14);

    private List<Move> moves = new ArrayList<>(List.of(move("cutover", 0), move("switchback", 0), move("cutover", 0)));
    private LedgerBook book = new LedgerBook(Map.of(), List.of(), List.of(), 0, 0, List.of());
    private LedgerAudit audit = new LedgerAudit(1_000, 0, List.of(), List.of(), List.of());
    private PgbenchResult pgbench = new PgbenchResult(5_000, 0, List.of(), List.of());
    private PgbenchAudit pgbenchAudit = new PgbenchAudit(5_000, true);
    private Pauses pauses = new Pauses(120, 96.4, 140, 151.25, 21);
    private Optional<Floor.Times> floor = Optional.of(new Floor.Times(List.of(90.0, 60.0, 80.333)));

    static Move move(String name, int exitCode) {
        return new Move(
                name,
                1,
                exitCode,
                2 * SECOND,
                4 * SECOND,
                List.of(new Move.Phase("draining", 4.25), new Move.Phase("stopping", 31)),
                Optional.of(new Silence(3 * SECOND, 3 * SECOND + 92_000)));
    }

    Samples moves(Move... these) {
        moves = List.of(these);
        return this;
    }

    Samples book(long staleReads, long errors) {
        book = new LedgerBook(Map.of(), List.of(), List.of(), staleReads, errors, List.of());
        return this;
    }

    Samples audit(LedgerAudit other) {
        audit = other;
        return this;
    }

    Samples pgbench(long processed, long errors) {
        pgbench = new PgbenchResult(processed, errors, List.of(), List.of());
        return this;
    }

    Samples pgbenchAudit(long rows, boolean balanced) {
        pgbenchAudit = new PgbenchAudit(rows, balanced);
        return this;
    }

    Samples pauses(Pauses other) {
        pauses = other;
        return this;
    }

    Samples withoutFloor() {
        floor = Optional.empty();
        return this;
    }

    Figures figures() {
        Setup setup = new Setup(Instant.parse("2026-01-02T03:04:05Z"), true, "15.18", "25.0.3+9", 2, 32, 5);
        return new Figures(setup, book, audit, pgbench, pgbenchAudit, moves, pauses, new ReadTimes(101.5, 33, List.of("102 ms in move 1, HOLDING + 5 to STOPPING + 20")), Optional.empty(), floor);
    }
}
