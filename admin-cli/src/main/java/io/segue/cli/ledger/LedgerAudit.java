package io.segue.cli.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The books compared with the table: every acknowledged row exactly once, no aborted row, unknown rows at most once, and no row that
 * nobody wrote.
 *
 * @param acknowledged how many rows were acknowledged
 * @param unknown how many rows have an unknown fate
 * @param lost acknowledged and not there
 * @param doubled there more than once
 * @param resurrected there although its transaction was aborted, or although nobody wrote it
 */
public record LedgerAudit(
        long acknowledged, long unknown, List<LedgerRow> lost, List<LedgerRow> doubled, List<LedgerRow> resurrected) {

    public LedgerAudit {
        lost = List.copyOf(lost);
        doubled = List.copyOf(doubled);
        resurrected = List.copyOf(resurrected);
    }

    /** @param connection to the server that is the primary now */
    public static LedgerAudit of(Map<Integer, List<Fate>> fates, Connection connection) throws SQLException {
        return of(fates, LedgerTable.rows(connection));
    }

    /** @param copies how many times each row is there */
    static LedgerAudit of(Map<Integer, List<Fate>> fates, Map<LedgerRow, Integer> copies) {
        Comparison comparison = new Comparison(copies);
        fates.forEach((writer, rows) -> {
            for (int i = 0; i < rows.size(); i++) {
                comparison.compare(new LedgerRow(writer, i + 1L), rows.get(i));
            }
        });
        return comparison.audit();
    }

    /** The audit while it is under way. */
    private static final class Comparison {

        private final Map<LedgerRow, Integer> unexplained;
        private final List<LedgerRow> lost = new ArrayList<>();
        private final List<LedgerRow> doubled = new ArrayList<>();
        private final List<LedgerRow> resurrected = new ArrayList<>();
        private long acknowledged;
        private long unknown;

        private Comparison(Map<LedgerRow, Integer> copies) {
            this.unexplained = new HashMap<>(copies);
        }

        private void compare(LedgerRow row, Fate fate) {
            Integer found = unexplained.remove(row);
            int copies = found == null ? 0 : found;
            switch (fate) {
                case ACKNOWLEDGED -> {
                    acknowledged++;
                    if (copies == 0) {
                        lost.add(row);
                    }
                }
                case ABORTED -> {
                    if (copies > 0) {
                        resurrected.add(row);
                    }
                }
                case UNKNOWN -> unknown++;
            }
            if (copies > 1) {
                doubled.add(row);
            }
        }

        private LedgerAudit audit() {
            resurrected.addAll(unexplained.keySet());
            return new LedgerAudit(acknowledged, unknown, lost, doubled, resurrected);
        }
    }
}
