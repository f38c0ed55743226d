package io.segue.cli.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * pgbench's own books: each transaction adds one row to pgbench_history and the same amount to an account, a teller and a branch.
 *
 * @param rows in pgbench_history
 * @param balanced whether the four sums are equal
 */
public record PgbenchAudit(long rows, boolean balanced) {

    private static final String QUERY =
            """
            SELECT h.rows, h.delta = a.balance AND h.delta = t.balance AND h.delta = b.balance
            FROM (SELECT count(*) AS rows, coalesce(sum(delta), 0) AS delta FROM pgbench_history) h,
                 (SELECT sum(abalance) AS balance FROM pgbench_accounts) a,
                 (SELECT sum(tbalance) AS balance FROM pgbench_tellers) t,
                 (SELECT sum(bbalance) AS balance FROM pgbench_branches) b""";

    public static PgbenchAudit of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(QUERY)) {
            result.next();
            return new PgbenchAudit(result.getLong(1), result.getBoolean(2));
        }
    }

    /** Committed transactions whose row is not there. */
    public long lost(PgbenchResult result) {
        return Math.max(0, result.processed() - rows);
    }

    /** Rows beyond what was committed. A client that met an error may have left one row of unknown fate. */
    public long doubled(PgbenchResult result) {
        return Math.max(0, rows - result.processed() - result.errors());
    }
}
