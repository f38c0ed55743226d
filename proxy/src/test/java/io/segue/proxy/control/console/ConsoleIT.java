package io.segue.proxy.control.console;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.control.migration.MigrationCommand;
import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.data.console.ConsoleServer;
import java.io.BufferedReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** The console as the programs see it that people use: psql, and pgjdbc with its default settings. */
@Timeout(300)
class ConsoleIT {

    private final TestSubjects subjects = new TestSubjects();
    private final ConsoleServer server = new ConsoleServer(subjects.console());

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Psql {

        private record Run(int exitCode, List<String> out, List<String> err) {}

        private ProcessBuilder psql(String... arguments) {
            List<String> command = new ArrayList<>(List.of(
                    "/usr/bin/psql", "-X", "-h", "127.0.0.1", "-p", Integer.toString(server.port()), "-U", "admin", "-d", "segue", "-w"));
            command.addAll(List.of(arguments));
            return new ProcessBuilder(command);
        }

        private Run run(String... arguments) throws Exception {
            Process process = psql(arguments).start();
            process.getOutputStream().close();
            FutureTask<List<String>> errors = new FutureTask<>(() -> process.errorReader().lines().toList());
            Thread.ofVirtual().start(errors);
            List<String> out = process.inputReader().lines().toList();
            return new Run(process.waitFor(), out, errors.get(60, TimeUnit.SECONDS));
        }

        @Test
        void showsTables() throws Exception {
            Run run = run("-c", "SHOW SHARDS");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("(1 row)").anySatisfy(line -> assertThat(line).contains("orders", "shop,billing", "node_a"));
            assertThat(run.err()).isEmpty();
        }

        @Test
        void sendsSeveralCommandsAtOnce() throws Exception {
            Run run = run("-At", "-c", "BEGIN; SHOW VERSION; RESUME orders; SELECT 1; COMMIT");
            assertThat(run.out()).containsExactly("BEGIN", "Segue 0.1.0", "orders|OPEN|orders was not paused", "1", "COMMIT");
        }

        @Test
        void showsNoticesAndTheRow() throws Exception {
            Run run = run("-At", "-c", "CUTOVER orders");
            assertThat(run.out()).containsExactly("orders|3|MOVED|node_b|orders is on node_b");
            assertThat(run.err()).containsExactly("NOTICE:  working on orders");
        }

        @Test
        void showsErrorsWithDetailAndHint() throws Exception {
            subjects.migrations().answering(
                    new Outcome(Outcome.Result.REFUSED, "node_a", "READY", "preflight refused", "node_b is behind.", "Wait."));
            Run run = run("-v", "VERBOSITY=verbose", "-c", "CUTOVER orders");
            assertThat(run.exitCode()).isOne();
            assertThat(run.err()).containsExactly(
                    "NOTICE:  00000: working on orders",
                    "ERROR:  SG025: preflight refused",
                    "DETAIL:  node_b is behind. The traffic is on node_a; the migration is in state READY.",
                    "HINT:  Wait.");
        }

        @Test
        void isToldWhatCommandsThereAre() throws Exception {
            assertThat(run("-c", "\\dt").err()).containsExactly(
                    "ERROR:  unknown command \"SELECT\"",
                    "HINT:  Commands: SHOW, PREPARE, PRECHECK, CUTOVER, SWITCHBACK, GO, CLEANUP, ABORT, VERIFY, PAUSE, RESUME, KILL_CLIENT, TRANSCRIPT. SHOW HELP explains them.");
        }

        /** libpq then asks what kind of server this is. */
        @ParameterizedTest
        @ValueSource(strings = {"read-write", "primary"})
        void findsTheServerItWants(String sessionAttributes) throws Exception {
            ProcessBuilder builder = psql("-At", "-c", "SHOW VERSION");
            builder.environment().put("PGTARGETSESSIONATTRS", sessionAttributes);
            Process process = builder.redirectErrorStream(true).start();
            assertThat(process.inputReader().lines()).containsExactly("Segue 0.1.0");
            assertThat(process.waitFor()).isZero();
        }

        @Test
        void readsAScript() throws Exception {
            Process process = psql("-At", "-v", "ON_ERROR_STOP=1").start();
            try (var script = process.outputWriter()) {
                script.write("SET application_name = 'script';\nPAUSE orders TIMEOUT '2s';\nRESUME orders;\n");
            }
            assertThat(process.inputReader().lines())
                    .containsExactly(
                            "SET",
                            "orders|PAUSED|nothing runs on orders; the pause ends by itself, or with RESUME orders",
                            "orders|OPEN|the pause of orders has ended");
            assertThat(process.waitFor()).isZero();
        }

        /** The notice is on the screen while the move still runs; then Ctrl-C, which psql makes a cancel request of. */
        @Test
        void showsNoticesAsTheyHappenAndAbortsWithCtrlC() throws Exception {
            subjects.migrations().slow();
            Process process = psql("-c", "CUTOVER orders").start();
            try (BufferedReader errors = process.errorReader()) {
                assertThat(errors.readLine()).isEqualTo("NOTICE:  holding orders");
                assertThat(process.isAlive()).isTrue();
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
                assertThat(errors.lines()).containsSubsequence(
                        "NOTICE:  undoing the move of orders",
                        "ERROR:  the cutover was aborted",
                        "DETAIL:  Nothing was moved. The traffic is on node_a; the migration is in state READY.");
            }
            assertThat(process.waitFor()).isOne();
        }

        @Test
        void thatIsKilledLeavesTheMoveAlone() throws Exception {
            subjects.migrations().slow();
            Process process = psql("-c", "CUTOVER orders").start();
            try (BufferedReader errors = process.errorReader()) {
                assertThat(errors.readLine()).isEqualTo("NOTICE:  holding orders");
            }
            process.destroyForcibly().waitFor();
            await().until(() -> server.clients() == 0);
            assertThat(subjects.migrations().commands()).containsExactly(new MigrationCommand.Cutover("orders"));
        }
    }

    @Nested
    class Pgjdbc {

        private Connection connect() throws SQLException {
            return connect("");
        }

        private Connection connect(String moreProperties) throws SQLException {
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/segue?user=admin" + moreProperties);
        }

        @Test
        void connectsWithItsDefaults() throws Exception {
            try (Connection connection = connect()) {
                assertThat(connection.isValid(5)).isTrue();
                assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("15.0 (Segue 0.1.0)");
                assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                connection.setClientInfo("ApplicationName", "another name");
                connection.setReadOnly(true);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"targetServerType=primary", "preferQueryMode=simple", "autosave=always", "prepareThreshold=-1"})
        void connectsWithOtherHabits(String property) throws Exception {
            try (Connection connection = connect("&" + property); Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                readMigration(statement.executeQuery("SHOW MIGRATIONS"));
                assertThatThrownBy(() -> statement.execute("NONSENSE")).hasMessageContaining("unknown command");
                connection.rollback();
                readMigration(statement.executeQuery("SHOW MIGRATIONS"));
                connection.commit();
            }
        }

        @Test
        void readsEveryType() throws Exception {
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                readMigration(statement.executeQuery("SHOW MIGRATIONS"));
            }
        }

        /** After some executions the driver prepares by name and asks for binary results. */
        @Test
        void readsEveryTypeAlsoInBinaryForm() throws Exception {
            try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement("SHOW MIGRATIONS");
                    PreparedStatement steps = connection.prepareStatement("SHOW STEPS")) {
                for (int execution = 0; execution < 12; execution++) {
                    readMigration(statement.executeQuery());
                    try (ResultSet rows = steps.executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getDouble("ms")).isEqualTo(1.25);
                    }
                }
            }
        }

        private void readMigration(ResultSet rows) throws SQLException {
            try (rows) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong("id")).isEqualTo(3);
                assertThat(rows.getBoolean("past_return")).isFalse();
                assertThat(rows.getLong("lag_bytes")).isEqualTo(2048);
                assertThat(rows.getObject("started_at", OffsetDateTime.class))
                        .isEqualTo(OffsetDateTime.parse("2026-01-31T10:20:30.123456Z"));
                assertThat(rows.getString("message")).isNull();
                assertThat(rows.next()).isFalse();
            }
        }

        @Test
        void worksWithoutAutocommit() throws Exception {
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.setFetchSize(1);
                try (ResultSet rows = statement.executeQuery("SHOW STEPS")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.next()).isFalse();
                }
                connection.commit();
                assertThatThrownBy(() -> statement.execute("NONSENSE")).hasMessageContaining("unknown command");
                assertThatThrownBy(() -> statement.execute("SHOW VERSION")).hasMessageContaining("current transaction is aborted");
                connection.rollback();
                assertThat(statement.execute("SHOW VERSION")).isTrue();
                connection.rollback();
            }
        }

        @Test
        void getsErrorsWithTheirFields() throws Exception {
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("CUTOVR orders")).isInstanceOfSatisfying(PSQLException.class, failure -> {
                    assertThat(failure.getSQLState()).isEqualTo("42601");
                    assertThat(failure.getServerErrorMessage().getHint()).startsWith("Did you mean CUTOVER?");
                });
                assertThat(statement.execute("SHOW VERSION")).isTrue();
            }
        }

        @Test
        void runsSeveralCommandsInOneCall() throws Exception {
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                assertThat(statement.execute("SHOW VERSION; SET x = 1; SELECT 1")).isTrue();
                assertThat(statement.getMoreResults()).isFalse();
                assertThat(statement.getMoreResults()).isTrue();
                assertThat(statement.getResultSet().next()).isTrue();
            }
        }

        @Test
        void getsNoticesWhileTheCommandRunsAndCancels() throws Exception {
            subjects.migrations().slow();
            try (Connection connection = connect(); Statement statement = connection.createStatement()) {
                FutureTask<Boolean> cutover = new FutureTask<>(() -> statement.execute("CUTOVER orders"));
                Thread.ofVirtual().start(cutover);
                SQLWarning notice = await().until(statement::getWarnings, warning -> warning != null);
                assertThat(notice.getMessage()).isEqualTo("holding orders");
                assertThat(cutover.isDone()).isFalse();
                statement.cancel();
                assertThatThrownBy(() -> cutover.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("SG018"));
            }
        }

        @Test
        void survivesAHundredConnectionsOneAfterTheOther() throws Exception {
            for (int number = 0; number < 100; number++) {
                try (Connection connection = connect()) {
                    assertThat(connection.isClosed()).isFalse();
                }
            }
            await().until(() -> server.clients() == 0);
        }
    }
}
