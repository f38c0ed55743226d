package io.segue.proxy.control.node;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.NodeConfig;
import io.segue.proxy.config.NodeTls;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.route.Node;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import io.segue.proxy.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that let nobody in without encryption are asked, copied and followed all the same, and verified. */
class NodeTlsIT {

    private static final NodeTls.Mode FULL = NodeTls.Mode.VERIFY_FULL;

    @TempDir
    private Path directory;

    @Test
    void aNodeIsAskedCopiedAndFollowedThroughTls() throws Exception {
        TestAuthority authority = TestAuthority.in(directory);
        try (PostgresServer a = started(authority); PostgresServer b = PostgresServer.unborn()) {
            Path known = Files.copy(authority.certificate(), b.directory().resolve("authority.crt"));
            NodeTls tls = new NodeTls(FULL, Optional.of(authority.certificate()), Optional.of(known.toString()));
            Function<Node, NodeTls> others = _ -> tls;
            try (PostgresNode source = new PostgresNode(config("node_a", a, tls), RealNode.ROLE, RealNode.LIMITS, others);
                    PostgresNode copy = new PostgresNode(config("node_b", b, tls), RealNode.ROLE, RealNode.LIMITS, others)) {
                assertThat(source.inRecovery()).isFalse();

                source.createSlot("node_b");
                copy.baseBackup(source, "node_b", _ -> { });
                copy.start(RealNode.LIMIT);

                await().until(() -> streams(a).contains("t"));
                assertThat(copy.inRecovery()).isTrue();
                assertThat(source.connectionInfoFor(copy.node())).contains("sslmode='verify-full'", "sslrootcert='" + known + "'");
            }
        }
    }

    @Test
    void aNodeThatCannotProveItsNameIsNotAsked() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path stranger = TestAuthority.in(elsewhere).certificate();
        try (PostgresServer a = started(TestAuthority.in(directory))) {
            for (Optional<Path> ca : List.of(Optional.of(stranger), Optional.<Path>empty())) {
                NodeTls tls = new NodeTls(FULL, ca, Optional.empty());
                try (PostgresNode node = new PostgresNode(config("node_a", a, tls), RealNode.ROLE, RealNode.LIMITS, _ -> tls)) {
                    assertThatThrownBy(node::inRecovery).isInstanceOf(NodeException.class).hasMessageContaining("SSL error");
                }
            }
        }
    }

    /** Preflight's question must be put as the session will put it: in clear this server turns everybody away. */
    @Test
    void aLoginIsTriedOutAsItWillBeMade() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        TestAuthority authority = TestAuthority.in(directory);
        Optional<Path> ours = Optional.of(authority.certificate());
        Optional<Path> stranger = Optional.of(TestAuthority.in(elsewhere).certificate());
        try (PostgresServer a = started(authority)) {
            assertThat(refusal(a, new NodeTls(FULL, ours, Optional.empty()))).isEmpty();
            assertThat(refusal(a, new NodeTls(NodeTls.Mode.REQUIRE, Optional.empty(), Optional.empty()))).isEmpty();
            assertThat(refusal(a, new NodeTls(NodeTls.Mode.DISABLE, Optional.empty(), Optional.empty()))).contains("pg_hba.conf rejects");
            assertThatThrownBy(() -> refusal(a, new NodeTls(FULL, stranger, Optional.empty())))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("try the login of segue@postgres");
        }
    }

    @Test
    void aServerThatDoesNotEncryptIsNotToldWhoComes() throws Exception {
        try (RealNode bare = RealNode.primary("node_a")) {
            assertThatThrownBy(() -> refusal(bare.server(), new NodeTls(NodeTls.Mode.REQUIRE, Optional.empty(), Optional.empty())))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("the server does not encrypt");
        }
    }

    private static String refusal(PostgresServer server, NodeTls tls) throws NodeException {
        try (PostgresNode node = new PostgresNode(config("node_a", server, tls), RealNode.ROLE, RealNode.LIMITS, _ -> tls)) {
            return node.surveyor().knock(new Login("segue", "postgres")).refusal();
        }
    }

    private static PostgresServer started(TestAuthority authority) {
        PostgresServer server = PostgresServer.create()
                .encrypt(authority.server("server", "IP:127.0.0.1"))
                .authenticate(
                        "hostssl all all 127.0.0.1/32 scram-sha-256",
                        "hostssl replication all 127.0.0.1/32 scram-sha-256",
                        "host all all all reject",
                        "host replication all all reject")
                .start();
        SegueRole.create(server, RealNode.PASSWORD);
        return server;
    }

    private static NodeConfig config(String name, PostgresServer server, NodeTls tls) {
        NodeConfig plain = RealNode.config(name, server);
        return new NodeConfig(
                name, plain.host(), plain.port(), plain.dataDirectory(), plain.configFile(), plain.binaries(), plain.shell(),
                plain.startCommand(), plain.stopCommand(), tls);
    }

    private static String streams(PostgresServer primary) {
        return primary.psql("-c", "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_replication USING (pid) WHERE application_name = 'node_b' AND state = 'streaming'");
    }
}
