package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * COPY FROM STDIN. The server reads and parses every row and keeps each thousandth, so that no disk is filled and its disk is not what is
 * measured; those that it keeps are compared.
 */
record CopyIn(long rows) implements Load {

    private static final int KEPT_OF = 1_000;

    static final String TABLE = "bulk_in (i bigint, x text)";

    @Override
    public String name() {
        return "COPY in";
    }

    @Override
    public long bytes() {
        return rows * Lines.LINE_BYTES;
    }

    /** What happens on the way. */
    interface Interludes {

        Interludes NONE = new Interludes() { };

        default void afterOneThird() throws SQLException, InterruptedException, BulkException { }

        default void afterTwoThirds() throws SQLException, InterruptedException, BulkException { }

        default void beforeEnd() throws SQLException, InterruptedException, BulkException { }

        default void behindEnd() throws SQLException, InterruptedException, BulkException { }
    }

    @Override
    public void pass(Connection connection) throws SQLException, InterruptedException, BulkException {
        pass(connection, Interludes.NONE);
    }

    void pass(Connection connection, Interludes interludes) throws SQLException, InterruptedException, BulkException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE bulk_in");
        }
        org.postgresql.copy.CopyIn copy =
                Load.postgres(connection).getCopyAPI().copyIn("COPY bulk_in FROM STDIN WHERE i % " + KEPT_OF + " = 0");
        Lines lines = new Lines(rows);
        write(copy, lines, rows / 3);
        interludes.afterOneThird();
        write(copy, lines, rows / 3 * 2);
        interludes.afterTwoThirds();
        write(copy, lines, rows);
        interludes.beforeEnd();
        long copied = copy.endCopy();
        interludes.behindEnd();
        compare(connection, copied);
    }

    /** Until {@code upTo} rows are written in all, or a few more. */
    private static void write(org.postgresql.copy.CopyIn copy, Lines lines, long upTo) throws SQLException {
        while (lines.made() < upTo) {
            copy.writeToCopy(lines.buffer(), 0, lines.more());
        }
        copy.flushCopy();
    }

    private void compare(Connection connection, long copied) throws SQLException, BulkException {
        long kept = (rows + KEPT_OF - 1) / KEPT_OF;
        String question = "SELECT count(*), count(*) FILTER (WHERE x = %s), min(i), max(i) FROM bulk_in".formatted(Lines.TEXT_IN_SQL);
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            if (copied != kept || answer.getLong(1) != kept || answer.getLong(2) != kept || answer.getLong(3) != Lines.FIRST
                    || answer.getLong(4) != Lines.FIRST + (kept - 1) * KEPT_OF) {
                throw new BulkException("COPY in: of %,d rows %,d were to be kept, and %,d were, %,d of them as sent".formatted(
                        rows, kept, answer.getLong(1), answer.getLong(2)));
            }
        }
    }
}
