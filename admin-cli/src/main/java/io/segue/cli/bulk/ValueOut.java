package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A huge value in a row: one DataRow. The client has to take all of it into memory, as drivers do; the proxy has not. */
record ValueOut(String name, int size) implements Load {

    @Override
    public long bytes() {
        return size;
    }

    @Override
    public void pass(Connection connection) throws SQLException, BulkException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery("SELECT " + Value.inSql(size))) {
            answer.next();
            if (!Value.equal(answer.getBytes(1), size)) {
                throw new BulkException(name + ": another value arrived than was sent");
            }
        }
    }
}
