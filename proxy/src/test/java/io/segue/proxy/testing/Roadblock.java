package io.segue.proxy.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What keeps a statement under way until the test has done what it wants to do meanwhile: an advisory lock in the database {@code postgres}. */
public final class Roadblock implements AutoCloseable {

    /** A call that ends when there is no road block (any more). */
    public static final String WAITS = "pg_advisory_xact_lock(4711)";

    private final Connection connection;

    public Roadblock(PostgresServer server) throws SQLException {
        connection = server.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
        }
    }

    /** The road is free. Closing does the same. */
    public void clear() throws SQLException {
        connection.close();
    }

    @Override
    public void close() throws SQLException {
        clear();
    }
}
