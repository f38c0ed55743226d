package io.segue.cli.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The table of the ledger. (writer, row) is its key, but no unique index says so: a statement that was run twice must leave two rows
 * for the audit to find, and not an error that a client could take for an abort.
 */
public final class LedgerTable {

    /** A setting of each writer's session, from which the column {@code writer} comes. */
    static final String WRITER_SETTING = "ledger.writer";

    static final String INSERT = "INSERT INTO ledger (row) VALUES (?)";
    /** A select that writes: only the server knows that it does. */
    static final String CALL = "SELECT ledger_write(?)";
    static final String READ_BACK = "SELECT 1 FROM ledger WHERE writer = ? AND row = ?";
    static final String LATEST = "SELECT max(row) FROM ledger WHERE writer = ?";

    private LedgerTable() {}

    /** Creates the empty table and the function that writes to it; the connection's role owns them. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE ledger (
                        writer int NOT NULL DEFAULT current_setting('ledger.writer')::int,
                        row bigint NOT NULL,
                        written timestamptz NOT NULL DEFAULT clock_timestamp())""");
            statement.execute("CREATE INDEX ON ledger (writer, row)");
            statement.execute(
                    """
                    CREATE OR REPLACE FUNCTION ledger_write(number bigint) RETURNS bigint LANGUAGE plpgsql
                        AS 'BEGIN INSERT INTO ledger (row) VALUES (number); RETURN number; END'""");
        }
    }

    /** What is there: how many times each row. */
    static Map<LedgerRow, Integer> rows(Connection connection) throws SQLException {
        Map<LedgerRow, Integer> copies = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT writer, row, count(*) FROM ledger GROUP BY writer, row")) {
            while (result.next()) {
                copies.put(new LedgerRow(result.getInt(1), result.getLong(2)), result.getInt(3));
            }
        }
        return copies;
    }
}
