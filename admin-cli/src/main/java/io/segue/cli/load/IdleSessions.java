package io.segue.cli.load;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions that have worked and now wait: what a server under Segue has at the moment it is stopped. Each costs the shutdown the end of
 * a process, so the floor has as many.
 */
public final class IdleSessions implements AutoCloseable {

    /** Through the index and the heap, so that the process has pages of both to let go of. */
    private static final String WORK = "SELECT sum(abalance) FROM pgbench_accounts WHERE aid <= 10000";

    private final List<Connection> connections = new ArrayList<>();

    public static IdleSessions open(Server server, Account account, int count) throws SQLException {
        IdleSessions sessions = new IdleSessions();
        try {
            for (int i = 0; i < count; i++) {
                sessions.add(server.connect(account, Servers.DATABASE));
            }
            return sessions;
        } catch (SQLException e) {
            sessions.close();
            throw e;
        }
    }

    private void add(Connection connection) throws SQLException {
        connections.add(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute(WORK);
        }
    }

    /** Their server may be gone: that is what they were for. */
    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // Closing only says farewell to a server that no longer listens.
            }
        }
    }
}
