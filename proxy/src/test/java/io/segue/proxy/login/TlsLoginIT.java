package io.segue.proxy.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.login.LoginStand.Line;
import io.segue.proxy.login.LoginStand.Tls;
import io.segue.proxy.testing.TestAuthority;
import io.segue.proxy.testing.TestAuthority.Issued;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logins over TLS: by certificate, and bound to it. The server has the same certificate, authority and rules, so that a direct connection says
 * what is to be said; Segue's own links to it are not encrypted and trusted.
 */
class TlsLoginIT {

    @TempDir
    private static Path directory;

    private static LoginStand stand;
    private static TestAuthority authority;
    private static Map<String, Issued> certificates;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(directory);
        Issued server = authority.server("segue", TestAuthority.LOCAL_NAMES);
        certificates = Map.of(
                "own", authority.client("own", "/CN=carded"),
                "alice", authority.client("alice", "/CN=alice@example.org"),
                "boss", authority.client("boss", "/CN=Big Boss"));
        stand = new LoginStand(
                List.of(
                        new Line("carded", "cert", "method = cert"),
                        new Line("alice,truster", "cert map=people", "method = cert, map = people"),
                        new Line("strict", "scram-sha-256 clientcert=verify-ca", "method = scram-sha-256, client-certificate = verify-ca"),
                        new Line("full", "scram-sha-256 clientcert=verify-full", "method = scram-sha-256, client-certificate = verify-full"),
                        new Line("carded,alice,truster", "trust", "method = reject"),
                        Line.both("bound,strict,full", "scram-sha-256"),
                        new Line("timid", "password", "method = password, keep-password = yes")),
                List.of(
                        "CREATE ROLE carded LOGIN; CREATE ROLE alice LOGIN; CREATE ROLE truster LOGIN",
                        "CREATE ROLE strict LOGIN PASSWORD 'one'; CREATE ROLE full LOGIN PASSWORD 'one'",
                        "CREATE ROLE bound LOGIN PASSWORD 'one'; CREATE ROLE timid LOGIN PASSWORD 'one'"),
                "",
                new Tls(
                        ", tls { certificate = \"%s\", key = \"%s\", client-ca = \"%s\" }"
                                .formatted(server.certificate(), server.key(), authority.certificate()),
                        Map.of("tls.crt", server.certificate(), "tls.key", server.key(), "tls.ca", authority.certificate()),
                        List.of("ssl = on", "ssl_cert_file = 'tls.crt'", "ssl_key_file = 'tls.key'", "ssl_ca_file = 'tls.ca'")));
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    @ParameterizedTest(name = "{0} with certificate {1}")
    @CsvSource(delimiter = '|', textBlock = """
            carded  | own   | prefer
            carded  | alice | prefer
            carded  | none  | prefer
            alice   | alice | prefer
            alice   | boss  | prefer
            truster | boss  | prefer
            strict  | own   | prefer
            strict  | none  | prefer
            full    | own   | prefer
            bound   | none  | require
            bound   | none  | disable
            timid   | none  | disable
            """)
    void psqlIsToldWhatItIsToldDirectly(String user, String certificate, String binding) throws Exception {
        assertThat(psql(stand.port(), user, certificate, binding)).isEqualTo(psql(stand.server.port(), user, certificate, binding));
    }

    @Test
    void pgjdbcBindsItsExchangeToOurCertificate() throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user", "bound", "password", "one", "sslmode", "verify-full", "sslrootcert", authority.certificate().toString(),
                "channelBinding", "require"));
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + stand.port() + "/postgres", properties)) {
            assertThat(connection.isValid(30)).isTrue();
            assertThat(stand.console("SHOW CLIENTS")).contains(" scram-sha-256-plus ");
        }
    }

    /** @param certificate of the client; {@code none} for none */
    private static String psql(int port, String user, String certificate, String binding) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PGHOST", "127.0.0.1", "PGPORT", Integer.toString(port), "PGUSER", user, "PGPASSWORD", "one",
                "PGSSLMODE", "verify-full", "PGSSLROOTCERT", authority.certificate().toString(), "PGCHANNELBINDING", binding));
        environment.put("PGSSLCERT", "/nowhere");
        if (!certificate.equals("none")) {
            environment.put("PGSSLCERT", certificates.get(certificate).certificate().toString());
            environment.put("PGSSLKEY", certificates.get(certificate).key().toString());
        }
        ProcessBuilder builder = new ProcessBuilder("psql", "-X", "-A", "-t", "-w", "-c", "SELECT current_user", "postgres").redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.replace(Integer.toString(port), "PORT").lines().filter(line -> !line.startsWith("HINT:")).toList().toString();
    }
}
