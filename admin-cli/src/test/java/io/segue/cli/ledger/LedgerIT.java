package io.segue.cli.ledger;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The books on a real server: they agree when nothing went wrong, and each kind of wrong that is done to the table is found. */
class LedgerIT {

    private static final int WRITERS = 3;
    private static final int READERS = 2;

    private PostgresServer server;

    @BeforeEach
    void startServer() throws SQLException {
        server = PostgresServer.create().start();
        try (Connection connection = connect("test")) {
            LedgerTable.create(connection);
        }
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void agreesWhenNothingWentWrong() throws Exception {
        LedgerBook book = keepBooks();

        LedgerAudit audit = audit(book);
        assertThat(audit.acknowledged()).isGreaterThan(0);
        assertThat(audit).isEqualTo(new LedgerAudit(audit.acknowledged(), 0, audit.lost(), audit.doubled(), audit.resurrected()));
        assertThat(audit.lost()).isEmpty();
        assertThat(audit.doubled()).isEmpty();
        assertThat(audit.resurrected()).isEmpty();
        assertThat(book.errors()).isZero();
        assertThat(book.staleReads()).isZero();
        assertThat(book.fates()).hasSize(WRITERS);
        assertThat(book.fates().get(1)).contains(Fate.ACKNOWLEDGED, Fate.ABORTED);
        assertThat(book.writes()).extracting(Transaction::client).contains("writer 1", "writer 2", "writer 3");
        assertThat(book.reads()).extracting(Transaction::client).contains("reader 1", "reader 2");
    }

    @Test
    void findsALostRow() throws Exception {
        LedgerBook book = keepBooks();
        LedgerRow row = firstRow();
        server.execute("DELETE FROM ledger WHERE writer = %d AND row = %d".formatted(row.writer(), row.row()));

        assertThat(audit(book).lost()).containsExactly(row);
    }

    @Test
    void findsADoubledRow() throws Exception {
        LedgerBook book = keepBooks();
        LedgerRow row = firstRow();
        server.execute("INSERT INTO ledger (writer, row) VALUES (%d, %d)".formatted(row.writer(), row.row()));

        LedgerAudit audit = audit(book);
        assertThat(audit.doubled()).containsExactly(row);
        assertThat(audit.lost()).isEmpty();
    }

    @Test
    void findsAResurrectedRow() throws Exception {
        LedgerBook book = keepBooks();
        LedgerRow row = new LedgerRow(1, 1L + book.fates().get(1).indexOf(Fate.ABORTED));
        server.execute("INSERT INTO ledger (writer, row) VALUES (%d, %d)".formatted(row.writer(), row.row()));

        assertThat(audit(book).resurrected()).containsExactly(row);
    }

    @Test
    void survivesAServerThatIsKilledAndCountsWhatThatCost() throws Exception {
        LedgerBook book;
        try (Ledger ledger = start()) {
            awaitWrites();
            server.kill9();
            server.start();
            long before = rows();
            await().until(() -> rows() > before);
            book = ledger.stop();
        }

        LedgerAudit audit = audit(book);
        assertThat(book.errors()).isGreaterThanOrEqualTo(WRITERS);
        assertThat(book.firstErrors()).anyMatch(error -> error.matches("writer \\d: (08|57P)\\w+ .*"));
        assertThat(audit.lost()).isEmpty();
        assertThat(audit.doubled()).isEmpty();
        assertThat(audit.resurrected()).isEmpty();
    }

    /** Until every writer has been through all its shapes of transactions. */
    private LedgerBook keepBooks() throws InterruptedException {
        try (Ledger ledger = start()) {
            awaitWrites();
            return ledger.stop();
        }
    }

    private Ledger start() {
        return Ledger.start(this::connect, WRITERS, READERS, new MicroClock());
    }

    private void awaitWrites() {
        String busy = "SELECT count(*) FROM (SELECT FROM ledger GROUP BY writer HAVING max(row) > 30) w";
        await().until(() -> number(busy) == WRITERS);
    }

    private LedgerAudit audit(LedgerBook book) throws SQLException {
        try (Connection connection = connect("audit")) {
            return LedgerAudit.of(book.fates(), connection);
        }
    }

    private LedgerRow firstRow() throws SQLException {
        return new LedgerRow(2, number("SELECT min(row) FROM ledger WHERE writer = 2"));
    }

    private long rows() throws SQLException {
        return number("SELECT count(*) FROM ledger");
    }

    private long number(String query) throws SQLException {
        try (Connection connection = connect("test");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private Connection connect(String application) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresServer.SUPERUSER);
        properties.setProperty("password", PostgresServer.PASSWORD);
        properties.setProperty("ApplicationName", application);
        return DriverManager.getConnection("jdbc:postgresql://" + PostgresServer.HOST + ":" + server.port() + "/postgres", properties);
    }
}
