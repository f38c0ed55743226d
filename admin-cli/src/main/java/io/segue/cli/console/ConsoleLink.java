package io.segue.cli.console;

import io.segue.cli.outcome.CliException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** One connection to the console. */
public final class ConsoleLink implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** For what only looks; preflight asks several nodes, each with a limit of its own. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private static final int NO_LIMIT = 0;

    private final Connection connection;

    private ConsoleLink(Connection connection) {
        this.connection = connection;
    }

    /** @throws CliException {@code CANNOT_CONNECT}, with what the driver or the proxy said */
    public static ConsoleLink open(Credentials credentials) throws CliException {
        try {
            return new ConsoleLink(DriverManager.getConnection(credentials.url(), properties(credentials)));
        } catch (SQLException failure) {
            throw ServerMessage.unreachable(credentials, failure);
        }
    }

    private static Properties properties(Credentials credentials) {
        Properties properties = new Properties();
        properties.setProperty("user", credentials.user());
        credentials.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "segue");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Asks and waits for the rows; for statements that answer soon. */
    public Answer ask(String sql) throws CliException {
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) ANSWER_LIMIT.toMillis());
            Answer answer = answer(statement, sql);
            connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
            return answer;
        } catch (SQLException failure) {
            throw ServerMessage.failure(failure);
        }
    }

    /** Starts a statement that takes its time. */
    public LiveStatement start(String sql) throws CliException {
        try {
            return LiveStatement.start(connection.createStatement(), sql);
        } catch (SQLException failure) {
            throw ServerMessage.failure(failure);
        }
    }

    static Answer answer(Statement statement, String sql) throws SQLException {
        if (!statement.execute(sql)) {
            return Answer.NOTHING;
        }
        try (ResultSet resultSet = statement.getResultSet()) {
            return Answer.read(resultSet);
        }
    }

    /** Ends the connection at once, also under a statement that runs: what that began goes on in the proxy. */
    @Override
    public void close() throws CliException {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException failure) {
            throw ServerMessage.failure(failure);
        }
    }
}
