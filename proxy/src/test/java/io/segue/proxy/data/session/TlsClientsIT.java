package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslProvider;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.TlsFiles;
import io.segue.proxy.data.net.tls.ListenerTls;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import io.segue.proxy.watch.SessionView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** Real clients that want TLS, with either provider on our side. */
@ParameterizedClass
@EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
class TlsClientsIT {

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static TestAuthority authority;
    private static Issued certificate;
    private static Issued client;

    @Parameter
    private SslProvider provider;

    private TlsTasks tasks;
    private ListenerTls tls;
    private DataPlane plane;

    @BeforeAll
    static void issue() {
        authority = TestAuthority.in(directory);
        certificate = authority.server("segue", TestAuthority.LOCAL_NAMES);
        client = authority.client("client", "/CN=postgres");
        server = PostgresServer.create().start();
        server.execute("CREATE DATABASE app");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        tasks = new TlsTasks(1, 100);
        TlsFiles files = new TlsFiles(certificate.certificate(), certificate.key(), Optional.of(authority.certificate()));
        tls = new ListenerTls(files, provider, tasks);
        plane = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256, DataPlane.CLIENT_LIMITS, Optional.of(tls));
    }

    @AfterEach
    void close() {
        plane.close();
        tls.close();
        tasks.close();
    }

    @Test
    void psqlTalksThroughTlsInEveryMode() throws Exception {
        List<String> modes = List.of("allow", "prefer", "require", "verify-ca", "verify-full");
        for (String mode : modes) {
            String output = run(Map.of("PGSSLMODE", mode, "PGSSLROOTCERT", authority.certificate().toString()),
                    "psql", "-X", "-A", "-t", "-c", "\\conninfo", "-c", "SELECT 42", "app");
            assertThat(output).as(mode).contains("42");
            assertThat(output.contains("protocol: TLSv1.3")).as(mode).isEqualTo(!mode.equals("allow"));
        }
    }

    @Test
    void psqlShowsItsCertificateOrTheWrongOne() throws Exception {
        Map<String, String> own = Map.of(
                "PGSSLMODE", "verify-full", "PGSSLROOTCERT", authority.certificate().toString(),
                "PGSSLCERT", client.certificate().toString(), "PGSSLKEY", client.key().toString());

        assertThat(run(own, "psql", "-X", "-A", "-t", "-c", "SELECT 42", "app")).isEqualTo("42\n");
    }

    @Test
    void psqlThatTrustsAnotherAuthorityIsNotServedAndHarmsNobody() throws Exception {
        String output = run(Map.of("PGSSLMODE", "verify-ca", "PGSSLROOTCERT", client.certificate().toString()), "psql", "-X", "-c", "SELECT 42", "app");

        assertThat(output).contains("certificate verify failed");
        await().untilAsserted(() -> assertThat(plane.registry.get("segue.tls.handshakes").tag("result", "failed").counter().count()).isEqualTo(1));
        try (Connection connection = connect("verify-full", "postgres")) {
            assertThat(connection.isValid(30)).isTrue();
        }
    }

    @Test
    void pgbenchRunsThroughTls() throws Exception {
        run(Map.of("PGSSLMODE", "require"), "pgbench", "-i", "-q", "app");

        String output = run(Map.of("PGSSLMODE", "require"), "pgbench", "-n", "-M", "prepared", "-c", "8", "-t", "50", "app");

        assertThat(output).contains("number of transactions actually processed: 400/400").contains("number of failed transactions: 0");
    }

    @Test
    void pgjdbcTalksDirectTlsAndIsShownWithIt() throws Exception {
        try (Connection connection = connect("verify-full", "direct"); Statement statement = connection.createStatement()) {
            assertThat(only(statement, "SELECT 42")).isEqualTo("42");
            assertThat(plane.roster.sessions()).extracting(SessionView::tls).containsExactly("TLSv1.3");
        }
    }

    @Test
    void aLargeAnswerAndALargeQuestionPass() throws Exception {
        try (Connection connection = connect("require", "postgres");
                var echo = connection.prepareStatement("SELECT length(?::text), repeat('x', 30000000)")) {
            echo.setString(1, "y".repeat(20_000_000));
            try (ResultSet rows = echo.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(20_000_000);
                assertThat(rows.getString(2)).hasSize(30_000_000);
            }
        }
    }

    @Test
    void aCancelInClearReachesASessionInTls() throws Exception {
        try (Connection connection = connect("require", "postgres"); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)"))
                    .satisfies(thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo("57014"));

            assertThat(only(statement, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void theLastWordArrives() throws Exception {
        try (Connection connection = connect("require", "postgres"); Statement statement = connection.createStatement()) {
            String pid = only(statement, "SELECT pg_backend_pid()");
            Thread killer = Thread.ofVirtual().start(() -> {
                await().until(() -> server.psql("-c", "SELECT state FROM pg_stat_activity WHERE pid = " + pid).equals("active"));
                server.execute("SELECT pg_terminate_backend(" + pid + ")");
            });

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .satisfies(thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo("57P01"));
            killer.join();
        }
    }

    private Connection connect(String sslmode, String negotiation) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user", PostgresServer.SUPERUSER, "password", PostgresServer.PASSWORD,
                "sslmode", sslmode, "sslrootcert", authority.certificate().toString(), "sslNegotiation", negotiation));
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + plane.port() + "/postgres", properties);
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Map.of(
                "PGHOST", "localhost", "PGPORT", Integer.toString(plane.port()), "PGUSER", PostgresServer.SUPERUSER,
                "PGPASSWORD", PostgresServer.PASSWORD));
        builder.environment().putAll(all);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
