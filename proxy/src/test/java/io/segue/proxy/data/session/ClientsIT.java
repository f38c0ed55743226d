package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.Flow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;

/** Real clients against a real server, through the data plane, with no move going on. */
class ClientsIT {

    private static PostgresServer server;
    private static DataPlane plane;

    @BeforeAll
    static void start() {
        server = PostgresServer.create().start();
        server.execute("CREATE DATABASE app");
        plane = new DataPlane(server, server);
    }

    @AfterAll
    static void stop() {
        plane.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void pgbenchRunsInAllItsModes(String mode) throws Exception {
        run(List.of("pgbench", "-i", "-q", "-s", "1", "app"));

        String output = run(List.of("pgbench", "-n", "-M", mode, "-c", "8", "-t", "50", "app"));

        assertThat(output).contains("number of transactions actually processed: 400/400").contains("number of failed transactions: 0");
    }

    @Test
    void psqlSeesWhatItSeesDirectly() throws Exception {
        List<String> command = List.of(
                "psql", "-X", "-c", "SET work_mem = '7MB'; SHOW work_mem", "-c", "SELECT 1/0", "-c", "\\d pg_class",
                "-c", "SELECT 1; SELECT current_user, current_database()", "app");

        String through = run(command);

        assertThat(through).isEqualTo(run(server.port(), command));
        assertThat(through).contains("division by zero");
    }

    @Test
    void whatPassesIsCounted() throws Exception {
        Flow before = plane.flows.byDatabase().getOrDefault("app", Flow.NONE);
        String output = run(List.of("psql", "-X", "-A", "-t", "-c", "BEGIN", "-c", "SELECT repeat('x', 5000)", "-c", "COMMIT", "app"));

        assertThat(output).contains("xxx");
        await().until(() -> plane.roster.sessions().stream().noneMatch(session -> session.database().equals("app")));
        Flow after = plane.flows.byDatabase().get("app");
        assertThat(after.queries() - before.queries()).isEqualTo(3);
        assertThat(after.transactions() - before.transactions()).isEqualTo(1);
        assertThat(after.sentBytes() - before.sentBytes()).isBetween(5_000L, 6_000L);
        assertThat(after.receivedBytes() - before.receivedBytes()).isBetween(40L, 100L);
    }

    @Test
    void copyPassesBothWays() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copied (line text)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            byte[] lines = "0123456789abcdef\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);

            assertThat(copy.copyIn("COPY copied FROM STDIN", new ByteArrayInputStream(lines))).isEqualTo(200_000);
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            copy.copyOut("COPY copied TO STDOUT", back);

            assertThat(back.toByteArray()).isEqualTo(lines);
        }
    }

    @Test
    void anErrorInCopyLeavesTheSessionUsable() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE numbers (n int)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            InputStream bad = new ByteArrayInputStream("1\n2\nnone\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> copy.copyIn("COPY numbers FROM STDIN", bad)).hasMessageContaining("invalid input syntax");

            assertThat(only(statement, "SELECT count(*) FROM numbers")).isEqualTo("0");
            await().until(() -> plane.gate.snapshot().inside() == 0);
        }
    }

    @Test
    void noticesAndNotificationsArrive() throws Exception {
        try (Connection listening = plane.connect(); Connection talking = plane.connect()) {
            listening.createStatement().execute("LISTEN news");
            Statement statement = talking.createStatement();
            statement.execute("DO $$ BEGIN RAISE NOTICE 'hear, hear'; END $$");
            assertThat(statement.getWarnings().getMessage()).isEqualTo("hear, hear");

            statement.execute("NOTIFY news, 'it works'");

            assertThat(listening.unwrap(PGConnection.class).getNotifications(60_000)).singleElement()
                    .satisfies(one -> assertThat(one.getParameter()).isEqualTo("it works"));
        }
    }

    @Test
    void aLargeRowPasses() throws Exception {
        try (Connection connection = plane.connect();
                PreparedStatement echo = connection.prepareStatement("SELECT length(?::text), repeat('x', 30000000)")) {
            echo.setString(1, "y".repeat(20_000_000));
            try (ResultSet rows = echo.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(20_000_000);
                assertThat(rows.getString(2)).hasSize(30_000_000);
            }
        }
    }

    @Test
    void aRunningStatementIsCancelled() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)")).satisfies(state("57014"));

            assertThat(only(statement, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void anAdministratorEndsASessionAndWhatRunsInIt() throws Exception {
        try (Connection ended = plane.connect(Map.of("ApplicationName", "ended")); Statement statement = ended.createStatement();
                Connection watching = server.connect(); Statement look = watching.createStatement()) {
            String running = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ended' AND state = 'active'";
            FutureTask<Boolean> sleeping = new FutureTask<>(() -> statement.execute("SELECT pg_sleep(60)"));
            Thread.ofVirtual().start(sleeping);
            await().until(() -> only(look, running).equals("1"));
            int backend = ended.unwrap(PGConnection.class).getBackendPID();
            long id = plane.roster.sessions().stream().filter(session -> session.serverPid() == backend).findFirst().orElseThrow().id();

            assertThat(plane.roster.end(id)).isPresent();

            assertThatThrownBy(() -> sleeping.get(60, TimeUnit.SECONDS)).cause().satisfies(state("57P01"))
                    .hasMessageContaining("terminating connection due to administrator command");
            await().until(() -> only(look, running).equals("0"));
            assertThat(plane.roster.end(id)).as("it is gone").isEmpty();
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownRoleAreToldAlike() {
        for (String user : List.of("postgres", "nobody_at_all")) {
            assertThatThrownBy(() -> DriverManager.getConnection(plane.url("postgres"), user, "wrong"))
                    .satisfies(state("28P01"))
                    .hasMessageContaining("password authentication failed for user \"" + user + "\"");
        }
    }

    @Test
    void theServersOwnRefusalReachesTheClient() {
        assertThatThrownBy(() -> DriverManager.getConnection(plane.url("missing"), "postgres", PostgresServer.PASSWORD))
                .satisfies(state("3D000"))
                .hasMessageContaining("database \"missing\" does not exist");
        assertThatThrownBy(() -> DriverManager.getConnection(plane.url("elsewhere"), "postgres", PostgresServer.PASSWORD))
                .satisfies(state("3D000"))
                .hasMessageContaining("No shard");
    }

    @Test
    void garbageIsAnsweredAndHarmsNobody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: segue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("E").contains("08P01").contains("invalid length of startup packet");
        }
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            assertThat(only(statement, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void settingsOfTheStartUpPacketReachTheServer() throws Exception {
        try (Connection connection = plane.connect(Map.of("options", "-c statement_timeout=12345 -c app.name=a\\ =b"));
                Statement statement = connection.createStatement()) {
            assertThat(only(statement, "SHOW statement_timeout")).isEqualTo("12345ms");
            assertThat(only(statement, "SHOW app.name")).isEqualTo("a =b");
        }
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Consumer<Throwable> state(String expected) {
        return thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(expected);
    }

    private static String run(List<String> command) throws Exception {
        return run(plane.port(), command);
    }

    private static String run(int port, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", Integer.toString(port),
                "PGUSER", PostgresServer.SUPERUSER,
                "PGPASSWORD", PostgresServer.PASSWORD));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
