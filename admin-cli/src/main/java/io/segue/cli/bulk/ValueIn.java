package io.segue.cli.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A huge parameter: one Bind, which the client streams. The server compares it with one that it makes itself. */
record ValueIn(String name, int size) implements Load {

    @Override
    public long bytes() {
        return size;
    }

    @Override
    public void pass(Connection connection) throws SQLException, BulkException {
        String question = "SELECT ?::bytea = convert_to(%s, 'UTF8')".formatted(Value.inSql(size));
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setBinaryStream(1, new Value(size), size);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                if (!answer.getBoolean(1)) {
                    throw new BulkException(name + ": another value arrived than was sent");
                }
            }
        }
    }
}
