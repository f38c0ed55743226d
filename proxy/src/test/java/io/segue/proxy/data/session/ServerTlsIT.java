package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslProvider;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.config.SegueConfig.Listener;
import io.segue.proxy.data.net.tls.ServerTls;
import io.segue.proxy.data.net.tls.TlsTasks;
import io.segue.proxy.route.Node;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** Links to a real server that lets nobody in without encryption. */
class ServerTlsIT {

    @TempDir
    private static Path directory;

    private static final TlsTasks TASKS = new TlsTasks(1, 10);

    private static PostgresServer server;
    private static PostgresServer bare;
    private static Path authority;
    private static Path stranger;

    @BeforeAll
    static void start() throws IOException {
        TestAuthority ours = TestAuthority.in(directory);
        authority = ours.certificate();
        stranger = TestAuthority.in(Files.createDirectory(directory.resolve("stranger"))).certificate();
        server = PostgresServer.create()
                .encrypt(ours.server("server", "IP:127.0.0.1"))
                .authenticate("local all all reject", "hostssl all all 127.0.0.1/32 scram-sha-256", "host all all 0.0.0.0/0 reject")
                .start();
        bare = PostgresServer.create().start();
    }

    @AfterAll
    static void stop() {
        TASKS.close();
        bare.close();
        server.close();
    }

    /** The server offers SCRAM-SHA-256-PLUS, so that it is what the link has to log in with: the server refuses who says it was not offered. */
    @ParameterizedTest
    @EnumSource(value = SslProvider.class, names = {"OPENSSL_REFCNT", "JDK"})
    void areEncryptedAndBoundAndSoAreTheirCancels(SslProvider provider) throws Exception {
        try (Front front = new Front(server, new NodeTls(NodeTls.Mode.VERIFY_FULL, Optional.of(authority), Optional.empty()), provider);
                Connection connection = front.plane.connect();
                Statement statement = connection.createStatement()) {
            assertThat(only(statement, "SELECT ssl::text || ' ' || version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .isEqualTo("true TLSv1.3");
            assertThat(only(statement, "SELECT length(repeat('x', 3000000)) || ' ' || length('" + "y".repeat(300_000) + "')"))
                    .isEqualTo("3000000 300000");

            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)")).satisfies(state("57014"));
        }
    }

    @Test
    void requireAsksForNoAuthority() throws Exception {
        try (Front front = new Front(server, new NodeTls(NodeTls.Mode.REQUIRE, Optional.empty(), Optional.empty()), SslProvider.OPENSSL_REFCNT);
                Connection connection = front.plane.connect();
                Statement statement = connection.createStatement()) {
            assertThat(only(statement, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).isEqualTo("t");
        }
    }

    @Test
    void areNotMadeToAServerOfAnotherAuthority() throws Exception {
        for (Optional<Path> ca : List.of(Optional.of(stranger), Optional.<Path>empty())) {
            try (Front front = new Front(server, new NodeTls(NodeTls.Mode.VERIFY_CA, ca, Optional.empty()), SslProvider.OPENSSL_REFCNT)) {
                assertThatThrownBy(front.plane::connect).satisfies(state("57P03")).hasMessageContaining("TLS handshake failed");
            }
        }
    }

    @Test
    void areNotMadeToAServerOfAnotherNameUnlessThatIsAllRight() throws Exception {
        NodeTls full = new NodeTls(NodeTls.Mode.VERIFY_FULL, Optional.of(authority), Optional.empty());
        NodeTls any = new NodeTls(NodeTls.Mode.VERIFY_CA, Optional.of(authority), Optional.empty());
        try (Front front = new Front(server, full, "db.example.org", SslProvider.OPENSSL_REFCNT)) {
            assertThatThrownBy(front.plane::connect).satisfies(state("57P03")).hasMessageContaining("its certificate is not for db.example.org");
        }
        try (Front front = new Front(server, any, "db.example.org", SslProvider.OPENSSL_REFCNT);
                Connection connection = front.plane.connect()) {
            assertThat(connection.isValid(30)).isTrue();
        }
    }

    @Test
    void areNotMadeInClearToAServerThatCannotEncrypt() throws Exception {
        try (Front front = new Front(bare, new NodeTls(NodeTls.Mode.REQUIRE, Optional.empty(), Optional.empty()), SslProvider.OPENSSL_REFCNT)) {
            assertThatThrownBy(front.plane::connect).satisfies(state("57P03")).hasMessageContaining("it does not support TLS");
        }
    }

    /** A data plane with its encryption. */
    private static final class Front implements AutoCloseable {

        final DataPlane plane;
        private final Map<Node, ServerTls> tls = new HashMap<>();

        Front(PostgresServer server, NodeTls rules, SslProvider provider) throws IOException {
            this(server, rules, PostgresServer.HOST, provider);
        }

        Front(PostgresServer server, NodeTls rules, String host, SslProvider provider) throws IOException {
            ServerTls ours = new ServerTls(rules, host, server.port(), provider, TASKS);
            plane = new DataPlane(
                    server,
                    server.port(),
                    DataPlane.CLIENT_LIMITS,
                    Optional.empty(),
                    nodes -> {
                        nodes.forEach(node -> tls.put(node, ours));
                        return tls;
                    },
                    new Listener("127.0.0.1", 0, Authentication.SCRAM_SHA_256, Optional.empty()));
        }

        @Override
        public void close() {
            plane.close();
            tls.values().iterator().next().close();
        }
    }

    private static Consumer<Throwable> state(String expected) {
        return thrown -> assertThat(((PSQLException) thrown).getSQLState()).isEqualTo(expected);
    }

    private static String only(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
