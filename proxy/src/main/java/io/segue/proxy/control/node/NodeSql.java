package io.segue.proxy.control.node;

import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.route.Node;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Questions to a node through SQL. One connection is kept, so that a question costs one round trip; when it turns out to be broken it is
 * opened anew and the question asked again, which each of them allows. One question at a time: others wait for their turn.
 *
 * <p>Our clock ends each wait on the socket, because the server's {@code statement_timeout} does not end all of them: a commit that
 * waits for a synchronous standby goes on (PostgreSQL syncrep.c, SyncRepWaitForLSN).
 */
final class NodeSql implements AutoCloseable {

    /** How Segue's own sessions can be told from others in {@code pg_stat_activity}. */
    static final String APPLICATION_NAME = "segue";

    /** What is asked; may be asked twice. */
    interface Question<T> {
        T ask(SqlSession session) throws SQLException;
    }

    private final Node node;
    private final OwnRole role;
    private final NodeLimits limits;
    private final NodeTls tls;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Optional<Connection> kept = Optional.empty();

    NodeSql(Node node, OwnRole role, NodeLimits limits, NodeTls tls) {
        this.tls = tls;
        this.node = node;
        this.role = role;
        this.limits = limits;
    }

    /** Opens the connection, or finds that the one there is works. */
    void open() throws NodeException {
        ask("connect", limits.call(), session -> {
            session.run("SELECT 1");
            return true;
        });
    }

    /** Asks on the connection that is kept open. */
    <T> T ask(String purpose, Duration limit, Question<T> question) throws NodeException {
        awaitTurn(purpose, limit);
        try {
            return askKept(limit, question);
        } catch (SQLException e) {
            if (SqlFailure.connectionLost(e)) {
                drop();
            }
            throw failed(purpose, limit, e);
        } finally {
            turn.unlock();
        }
    }

    private <T> T askKept(Duration limit, Question<T> question) throws SQLException {
        if (kept.isPresent()) {
            try {
                return ask(kept.get(), limit, question);
            } catch (SQLException e) {
                if (!SqlFailure.connectionLost(e) || SqlFailure.timedOut(e)) {
                    throw e;
                }
                drop();
            }
        }
        kept = Optional.of(connect(limits.call()));
        return ask(kept.get(), limit, question);
    }

    /** Asks on a connection of its own, for what takes long or changes the session. */
    <T> T askApart(String purpose, Duration limit, Question<T> question) throws NodeException {
        return askIn(role.database(), purpose, limit, question);
    }

    /** As {@link #askApart}, in another database. */
    <T> T askIn(String database, String purpose, Duration limit, Question<T> question) throws NodeException {
        try (Connection connection = connect(database, limit)) {
            return ask(connection, limit, question);
        } catch (SQLException e) {
            throw failed(purpose, limit, e);
        }
    }

    private static <T> T ask(Connection connection, Duration limit, Question<T> question) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, limit.toMillis())));
        return question.ask(new SqlSession(connection));
    }

    /** Waits until the server lets us in, as it does some time after its start. */
    void awaitConnection(Deadline deadline, Patience patience) throws NodeException, InterruptedException {
        while (true) {
            try {
                connect(limits.call()).close();
                return;
            } catch (SQLException e) {
                if (!SqlFailure.mayBeStarting(e) || deadline.passed()) {
                    throw failed("start the server: it does not accept our connection", limits.start(), e);
                }
                patience.check();
                deadline.pause(Duration.ofMillis(20));
            }
        }
    }

    /** Asked between two tries, whether it makes sense to go on. */
    interface Patience {
        void check() throws NodeException;
    }

    private Connection connect(Duration statementTimeout) throws SQLException {
        return connect(role.database(), statementTimeout);
    }

    private Connection connect(String database, Duration statementTimeout) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, role.name());
        if (!role.password().isEmpty()) {
            PGProperty.PASSWORD.set(properties, role.password().reveal());
        }
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12"); // saves a round trip for the application name
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds(limits.connect()));
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds(limits.call()));
        NodeEncryption.tell(properties, tls);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.OPTIONS.set(
                properties, "-c search_path=pg_catalog -c statement_timeout=" + statementTimeout.toMillis());
        return new Driver().connect(
                "jdbc:postgresql://" + node.address() + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }

    private static int seconds(Duration limit) {
        return Math.toIntExact(limit.plusMillis(999).toSeconds());
    }

    private void awaitTurn(String purpose, Duration limit) throws NodeException {
        try {
            if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw NodeException.of(
                        node.name(),
                        purpose,
                        "the connection was busy with another question for " + limit.toMillis() + " ms",
                        "Nothing was done; try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                    NodeException.sentence(node.name(), purpose, "it was interrupted", "Nothing was done."), e);
        }
    }

    /** An answer that we do not accept, though the server gave it. */
    NodeException refuse(String purpose, String said, String next) {
        return NodeException.of(node.name(), purpose, said, next);
    }

    private NodeException failed(String purpose, Duration limit, SQLException e) {
        String said = SqlFailure.timedOut(e)
                ? node.address() + " gave no answer within " + limit.toMillis() + " ms; whether it took effect is unknown"
                : SqlFailure.said(e);
        return new NodeException(
                NodeException.sentence(
                        node.name(), purpose, said, SqlFailure.advice(e, role.name(), node.address().toString())),
                e);
    }

    private void drop() {
        if (kept.isPresent()) {
            try {
                kept.get().close();
            } catch (SQLException e) {
                // It is given up, and mostly because it is broken; that it cannot say goodbye changes nothing.
            }
            kept = Optional.empty();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            drop();
        } finally {
            turn.unlock();
        }
    }
}
