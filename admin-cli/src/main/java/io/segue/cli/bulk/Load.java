package io.segue.cli.bulk;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Data of one kind that passes through one connection; what arrives is compared with what was sent. */
sealed interface Load permits CopyIn, HeldCopyIn, CopyOut, ValueIn, ValueOut {

    /** As in the table. */
    String name();

    /** Of the data itself, without the messages around them. */
    long bytes();

    /**
     * Lets it pass.
     *
     * @throws BulkException when something else arrived than was sent
     */
    void pass(Connection connection) throws SQLException, IOException, InterruptedException, BulkException;

    /** What is compared with it where there is no proxy. */
    default Load directly() {
        return this;
    }

    static PGConnection postgres(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class);
    }
}
