package io.segue.cli.e2e;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.cli.ledger.Ledger;
import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerBook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.PGConnection;

/** A shard moves there, back, and there again while clients work. */
@Execution(ExecutionMode.CONCURRENT)
class MainJobIT {

    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new Stand().ready();
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    @Test
    void ledgerWritersOverThreeMovesSeeNoErrorAndLoseNothing() throws Exception {
        stand.done("prepare", "main", "--to", "node_b");
        LedgerBook book;
        try (Ledger ledger = stand.ledger(8, 4)) {
            awaitRows(200);
            stand.done("cutover", "main", "--yes");
            assertThat(stand.servingPort()).isEqualTo(stand.b.port());
            awaitRows(200);
            stand.done("switchback", "main", "--yes");
            assertThat(stand.servingPort()).isEqualTo(stand.a.port());
            awaitRows(200);
            stand.done("cutover", "main", "--yes");
            awaitRows(200);
            book = ledger.stop();
        }

        assertThat(book.firstErrors()).isEmpty();
        assertThat(book.staleReads()).isZero();
        assertExact(stand.audit(book), 0);
        assertThat(Stand.isStandby(stand.a)).isTrue();
        assertThat(Stand.answer(stand.b::connect, "SELECT timeline_id FROM pg_control_checkpoint()")).isIn("3", "4");
        assertThat(page("/metrics")).contains("segue_moves_total{result=\"done\",shard=\"main\"} 3.0").contains("segue_hold_wait_seconds");
        assertThat(page("/ready")).contains("true");

        stand.done("cleanup", "main");

        assertThat(stand.servingPort()).isEqualTo(stand.b.port());
        assertThat(stand.a.running()).isFalse();
        assertThat(Stand.answer(stand.b::connect, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
    }

    @Test
    void preparedStatementsOfADriverOutliveACutover() throws Exception {
        stand.done("prepare", "main", "--to", "node_b");
        try (Connection connection = stand.client("driver");
                PreparedStatement statement = connection.prepareStatement("SELECT ?::int + current_setting('port')::int")) {
            for (int i = 0; i < 10; i++) {
                assertThat(sum(statement, i)).isEqualTo(stand.a.port() + i);
            }
            stand.done("cutover", "main", "--yes");
            for (int i = 0; i < 10; i++) {
                assertThat(sum(statement, i)).isEqualTo(stand.b.port() + i);
            }
        }
    }

    @Test
    void anOpenTransactionThatDoesNotEndStopsTheCutoverAndIsNotHarmed() throws Exception {
        stand.done("prepare", "main", "--to", "node_b");
        try (Connection connection = stand.client("idler"); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE mine (n int)");

            Programs.Run run = stand.segue("cutover", "main", "--yes");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(18);
            assertThat(run.err()).contains("did not end within");
            connection.commit();
        }
        assertThat(stand.servingPort()).isEqualTo(stand.a.port());
        assertThat(Stand.answer(() -> stand.client("test"), "SELECT count(*) FROM mine")).isEqualTo("0");
        stand.done("cutover", "main", "--yes");
        assertThat(stand.servingPort()).isEqualTo(stand.b.port());
    }

    @Test
    void whatStandsInTheWayIsEndedWhereThePoliciesSaySo() throws Exception {
        stand.close();
        stand = new Stand("policies { unmovable-sessions = terminate, open-transactions = terminate, listen = relisten }").ready();
        stand.done("prepare", "main", "--to", "node_b");
        try (Connection idler = stand.client("idler"); Statement open = idler.createStatement();
                Connection keeper = stand.client("keeper"); Statement kept = keeper.createStatement();
                Connection listener = stand.client("listener"); Statement listens = listener.createStatement()) {
            idler.setAutoCommit(false);
            open.execute("CREATE TABLE mine (n int)");
            kept.execute("CREATE TEMP TABLE kept (n int)");
            listens.execute("LISTEN news");
            assertThat(stand.done("sessions").out()).contains("it has a temporary table, view or sequence", "ends");

            Programs.Run run = stand.done("cutover", "main", "--yes");

            assertThat(run.err() + run.out()).contains("1 sessions will be ended by the move", "their open transactions are ended");
            assertThatThrownBy(() -> open.execute("INSERT INTO mine VALUES (1)")).isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            assertThatThrownBy(() -> open.execute("INSERT INTO mine VALUES (2)")).isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            idler.rollback();
            assertThatThrownBy(() -> open.execute("SELECT * FROM mine")).hasMessageContaining("does not exist");
            assertThatThrownBy(() -> kept.execute("SELECT * FROM kept")).isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
            stand.b.execute("NOTIFY news, 'x'");
            assertThat(listener.unwrap(PGConnection.class).getNotifications(60_000)).hasSize(1);
            assertThat(stand.done("report", "main", "--last").out())
                    .contains("57P01", "1 ended by policy", "their open transactions are ended");
        }
        assertThat(stand.servingPort()).isEqualTo(stand.b.port());
    }

    @Test
    void aClientThatBypassesTheProxyIsFoundBeforehand() throws Exception {
        stand.done("prepare", "main", "--to", "node_b");
        try (Connection bypassing = stand.a.connect()) {
            assertThat(bypassing.isValid(1)).isTrue();

            Programs.Run dry = stand.segue("cutover", "main", "--dry-run");
            Programs.Run run = stand.segue("cutover", "main", "--yes");

            assertThat(dry.out()).contains("bypassing-clients").contains("node_b");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(25);
        }
        stand.done("abort", "main");
        assertThat(Stand.answer(stand.a::connect, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(stand.b.running()).isFalse();
    }

    @Test
    void aProxyThatIsKilledBeforeThePromotionLeavesTheShardWhereItWas() throws Exception {
        killedWhen("STOPPING");
    }

    @Test
    void aProxyThatIsKilledAtThePromotionEndsOnOneOfTheTwo() throws Exception {
        killedWhen("PROMOTING");
    }

    @Test
    void aProxyThatIsKilledAfterThePromotionFinishesTheMove() throws Exception {
        killedWhen("ROUTING");

        assertThat(stand.servingPort()).isEqualTo(stand.b.port());
    }

    private void killedWhen(String state) throws Exception {
        stand.done("prepare", "main", "--to", "node_b");
        LedgerBook book;
        try (Ledger ledger = stand.ledger(4, 1)) {
            awaitRows(50);
            CompletableFuture<Integer> cutover = CompletableFuture.supplyAsync(() -> exitCode("cutover", "main", "--yes"));

            stand.killProxyWhenJournalSays(state);
            stand.startProxy();

            await().ignoreExceptions().until(() -> stand.servingPort() > 0);
            assertThat(cutover.get()).isNotZero();
            awaitRows(50);
            book = ledger.stop();
        }
        LedgerAudit audit = stand.audit(book);
        assertThat(audit.lost()).isEmpty();
        assertThat(audit.doubled()).isEmpty();
        assertThat(audit.resurrected()).isEmpty();
        await().ignoreExceptions().until(() -> Stand.isStandby(stand.a) != Stand.isStandby(stand.b));
        assertThat(stand.servingPort()).isEqualTo(Stand.isStandby(stand.a) ? stand.b.port() : stand.a.port());
    }

    @Test
    void aStoppingProxyLetsTransactionsEndAndSaysGoodBye() throws Exception {
        try (Connection working = stand.client("working"); Connection idle = stand.client("idle");
                Statement statement = working.createStatement()) {
            working.setAutoCommit(false);
            statement.execute("CREATE TABLE at_the_end (n int)");
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
                try {
                    stand.stopProxy();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> stand.proxyLog().contains("segue stops"));

            working.commit();

            stopping.get();
            assertThatThrownBy(() -> idle.createStatement().execute("SELECT 1"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
        }
        assertThat(Stand.answer(stand.a::connect, "SELECT count(*) FROM at_the_end")).isEqualTo("0");
    }

    @Test
    void theConsoleHoldsAndReleasesAShard() throws Exception {
        try (Connection console = stand.console(); Statement admin = console.createStatement();
                Connection client = stand.client("held"); Statement statement = client.createStatement()) {
            statement.execute("SELECT 1");
            admin.execute("PAUSE main TIMEOUT '60s'");
            CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("SELECT 2");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> text(admin, "SHOW CLIENTS").contains("held"));
            assertThat(text(admin, "SHOW SHARDS")).contains("HOLDING");

            admin.execute("RESUME main");

            assertThat(held.get()).isTrue();
            assertThat(text(admin, "SHOW NODES")).contains("node_a").contains("node_b");
        }
    }

    private int exitCode(String... arguments) {
        try {
            return stand.segue(arguments).exitCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitRows(int more) throws SQLException {
        String count = "SELECT count(*) FROM ledger";
        long before = Long.parseLong(Stand.answer(() -> stand.client("test"), count));
        await().ignoreExceptions()
                .until(() -> Long.parseLong(Stand.answer(() -> stand.client("test"), count)) >= before + more);
    }

    private static void assertExact(LedgerAudit audit, int unknown) {
        assertThat(audit.acknowledged()).isPositive();
        assertThat(audit.unknown()).isEqualTo(unknown);
        assertThat(audit.lost()).isEmpty();
        assertThat(audit.doubled()).isEmpty();
        assertThat(audit.resurrected()).isEmpty();
    }

    private String page(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + stand.httpPort + path);
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int sum(PreparedStatement statement, int number) throws SQLException {
        statement.setInt(1, number);
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String text(Statement statement, String command) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(command)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    all.append(rows.getString(i)).append(' ');
                }
            }
        }
        return all.toString();
    }
}
