package io.segue.proxy.control.node;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.config.NodeTls;
import io.segue.proxy.config.Secret;
import io.segue.proxy.config.SegueConfig.OwnRole;
import io.segue.proxy.route.Address;
import io.segue.proxy.route.Node;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One primary, asked and told through SQL. */
class PostgresNodeIT {

    private static RealNode primary;

    @BeforeAll
    static void start() throws NodeException {
        primary = RealNode.primary("node_a");
        primary.server().execute(
                "GRANT ALTER SYSTEM ON PARAMETER max_connections, log_statement, log_min_messages, default_transaction_read_only TO segue");
        primary.node().open();
    }

    @AfterAll
    static void stop() {
        primary.close();
    }

    private static PostgresNode node() {
        return primary.node();
    }

    @Test
    void saysWhatAPrimaryIs() throws NodeException {
        NodeStatus status = node().status();

        assertThat(status.systemIdentifier()).isEqualTo(node().controlData().systemIdentifier());
        assertThat(status.versionNumber()).isGreaterThanOrEqualTo(150_000);
        assertThat(status.inRecovery()).isFalse();
        assertThat(status.timeline()).isEqualTo(1);
        assertThat(status.position()).isGreaterThan(node().controlData().checkpoint());
        assertThat(status.replayPaused()).isFalse();
        assertThat(status.receiver()).isEmpty();
        assertThat(node().inRecovery()).isFalse();
        assertThatThrownBy(node()::replayed)
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith("node_a: cannot ask how far it has replayed");
    }

    @Test
    void readsParametersInForceAndParametersAltered() throws NodeException {
        assertThat(node().settings(List.of("max_connections", "DateStyle", "no_such_parameter")))
                .containsOnlyKeys("max_connections", "DateStyle")
                .containsEntry("max_connections", "200");
        assertThat(node().alteredSettings(List.of("max_connections"))).isEmpty();
    }

    @Test
    void altersParametersUntilTheyAreInForce() throws NodeException {
        List<String> names = List.of("wal_retrieve_retry_interval", "synchronous_standby_names", "restore_command");
        node().alterSystem(Map.of(
                "wal_retrieve_retry_interval", Optional.of("10ms"),
                "synchronous_standby_names", Optional.of(""),
                "restore_command", Optional.of("cp '/a \\ b/%f' %p")));

        assertThat(node().settings(names))
                .containsEntry("wal_retrieve_retry_interval", "10")
                .containsEntry("synchronous_standby_names", "")
                .containsEntry("restore_command", "cp '/a \\ b/%f' %p");
        assertThat(node().alteredSettings(names))
                .containsEntry("wal_retrieve_retry_interval", "10ms")
                .containsEntry("synchronous_standby_names", "")
                .containsEntry("restore_command", "cp '/a \\ b/%f' %p");

        node().alterSystem(Map.of(
                "wal_retrieve_retry_interval", Optional.empty(),
                "synchronous_standby_names", Optional.empty(),
                "restore_command", Optional.empty()));

        assertThat(node().settings(names))
                .containsEntry("wal_retrieve_retry_interval", "5000")
                .containsEntry("restore_command", "");
        assertThat(node().alteredSettings(names)).isEmpty();
    }

    @Test
    void writesWhatNeedsARestartAndDoesNotWaitForIt() throws NodeException {
        node().alterSystem(Map.of("max_connections", Optional.of("150")));

        assertThat(node().settings(List.of("max_connections"))).containsEntry("max_connections", "200");
        assertThat(node().alteredSettings(List.of("max_connections"))).containsEntry("max_connections", "150");
        node().alterSystem(Map.of("max_connections", Optional.empty()));
    }

    /** The server itself logs a changed primary_conninfo. */
    @Test
    void keepsThePasswordOutOfTheLog() throws NodeException {
        node().alterSystem(Map.of("log_statement", Optional.of("all")));
        node().alterSystem(Map.of("primary_conninfo", Optional.of(node().connectionInfoFor(node().node()))));
        node().alterSystem(Map.of("primary_conninfo", Optional.empty(), "log_statement", Optional.empty()));

        assertThat(primary.server().log())
                .contains("parameter \"primary_conninfo\" changed to")
                .doesNotContain("secret");
        assertThat(primary.server().dataDirectory().resolve(PasswordFile.NAME)).content().contains("secret");
    }

    @Test
    void refusesParametersThatItWouldGetWrong() {
        assertThatThrownBy(() -> node().alterSystem(Map.of("shared_preload_libraries", Optional.of("a, b"))))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("cannot change shared_preload_libraries");
        assertThatThrownBy(() -> node().alterSystem(Map.of("x; DROP TABLE t", Optional.of(""))))
                .isInstanceOf(NodeException.class);
        assertThatThrownBy(() -> node().alterSystem(Map.of("wal_sender_timeout", Optional.of("soon"))))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("cannot change wal_sender_timeout")
                .hasMessageContaining("invalid value for parameter")
                .hasMessageContaining("22023");
    }

    @Test
    void saysWhatOverrulesAParameter() throws NodeException {
        primary.server().execute("ALTER ROLE segue SET log_min_messages = 'error'");
        try {
            assertThatThrownBy(() -> node().alterSystem(Map.of("log_min_messages", Optional.of("fatal"))))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("log_min_messages is written, but its value still comes from: user");
        } finally {
            primary.server().execute("ALTER ROLE segue RESET log_min_messages");
            node().alterSystem(Map.of("log_min_messages", Optional.empty()));
        }
    }

    @Test
    void createsAndDropsSlotsAsOftenAsOneLikes() throws NodeException {
        assertThat(node().slot("way_back")).isEmpty();
        node().createSlot("way_back");
        node().createSlot("way_back");

        SlotStatus slot = node().slot("way_back").orElseThrow();
        assertThat(slot.name()).isEqualTo("way_back");
        assertThat(slot.active()).isFalse();
        assertThat(slot.walStatus()).isEqualTo("reserved");
        assertThat(slot.retainedBytes()).isNotNegative();

        node().dropSlot("way_back");
        node().dropSlot("way_back");
        assertThat(node().slot("way_back")).isEmpty();
        assertThatThrownBy(() -> node().createSlot("Not A Slot"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("cannot create the slot Not A Slot");
    }

    @Test
    void listsForeignSessionsOnly() throws Exception {
        try (Connection foreign = primary.server().connect();
                Connection ours = primary.server().connect();
                Connection disguised = primary.server().connect()) {
            int foreignPid = pid(foreign);
            disguised.setClientInfo("ApplicationName", "segue");

            assertThat(node().foreignSessions(List.of(pid(ours))))
                    .extracting(ForeignSession::pid)
                    .containsExactlyInAnyOrder(foreignPid, pid(disguised));
            assertThat(node().foreignSessions(List.of(pid(ours), pid(disguised))))
                    .containsExactly(new ForeignSession(
                            foreignPid, "client backend", "postgres", "postgres", "PostgreSQL JDBC Driver", "127.0.0.1", "idle", false));
            foreign.createStatement().execute("SELECT pg_advisory_lock(1, 2)");
            assertThat(node().foreignSessions(List.of(pid(ours), pid(disguised)))).singleElement()
                    .satisfies(session -> assertThat(session.advisoryLock()).isTrue());
        }
    }

    private static int pid(Connection connection) throws SQLException {
        return new SqlSession(connection).one("SELECT pg_backend_pid()", row -> row.getInt(1));
    }

    @Test
    void provesThatItTakesWrites() throws NodeException {
        Lsn before = node().status().position();
        Lsn probe = node().writeProbe(RealNode.LIMIT);

        assertThat(probe).isGreaterThan(before);
        assertThat(primary.server().psql("-c", "SELECT pg_current_wal_flush_lsn() >= '" + probe + "'")).isEqualTo("t");
    }

    @Test
    void aWriteThatHangsInSynchronousReplicationIsNoProof() throws NodeException {
        node().alterSystem(Map.of("synchronous_standby_names", Optional.of("nobody")));
        try {
            // The checkpointer makes the parameter effective, a moment after our session has seen it.
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> node().writeProbe(Duration.ofMillis(300)))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("cannot commit a write")
                    .hasMessageContaining("no answer within 300 ms")
                    .hasMessageContaining("unknown"));
        } finally {
            node().alterSystem(Map.of("synchronous_standby_names", Optional.empty()));
        }
        assertThat(node().writeProbe(RealNode.LIMIT)).isNotNull();
    }

    @Test
    void aReadOnlyDefaultIsNoProof() throws NodeException {
        node().alterSystem(Map.of("default_transaction_read_only", Optional.of("on")));
        try {
            assertThatThrownBy(() -> node().writeProbe(RealNode.LIMIT))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("default_transaction_read_only");
        } finally {
            node().alterSystem(Map.of("default_transaction_read_only", Optional.empty()));
        }
    }

    @Test
    void aPrimaryMayBeAskedToPromote() throws NodeException {
        node().askToPromote();
        assertThat(node().status().timeline()).isEqualTo(1);
    }

    @Test
    void checkpointsMoveTheControlFile() throws NodeException {
        Lsn probe = node().writeProbe(RealNode.LIMIT);
        node().checkpoint();
        assertThat(node().controlData().checkpoint()).isGreaterThanOrEqualTo(probe);
        assertThat(node().controlData().state()).isEqualTo("in production");
    }

    @Test
    void looksAtTheDataDirectory() throws NodeException {
        assertThat(node().dataDirectory())
                .isEqualTo(new DataDirectory.Cluster(node().status().systemIdentifier()));
        assertThat(node().freeBytes()).isPositive();
    }

    @Test
    void connectsAgainWhenTheConnectionWasEnded() throws NodeException {
        node().inRecovery();
        primary.server().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'segue'");
        assertThat(node().inRecovery()).isFalse();
    }

    @Test
    void saysThatThePasswordIsWrong() {
        OwnRole wrong = new OwnRole("segue", new Secret("wrong"), "postgres");
        try (PostgresNode node = new PostgresNode(RealNode.config("node_a", primary.server()), wrong, RealNode.LIMITS)) {
            assertThatThrownBy(node::open)
                    .isInstanceOf(NodeException.class)
                    .hasMessageStartingWith("node_a: cannot connect: FATAL: password authentication failed for user \"segue\"")
                    .hasMessageContaining("28P01")
                    .hasMessageEndingWith("Check the password of role segue in the configuration.");
        }
    }

    @Test
    void saysThatNobodyListens() {
        try (PostgresServer nobody = PostgresServer.unborn();
                RealNode unborn = RealNode.of("node_b", nobody)) {
            assertThatThrownBy(unborn.node()::status)
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot ask for its status")
                    .hasMessageContaining("127.0.0.1:" + nobody.port())
                    .hasMessageContaining("Check that the server runs");
        }
    }

    @Test
    void doesNotWaitForOneThatNeverAnswers() throws IOException {
        NodeLimits shortLimits = new NodeLimits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        Node silent = new Node("node_b", new Address("127.0.0.1", Ports.free()));
        try (ServerSocket listener = new ServerSocket(silent.address().port(), 1, InetAddress.ofLiteral("127.0.0.1"));
                NodeSql sql = new NodeSql(silent, RealNode.ROLE, shortLimits, NodeTls.standard(silent.address().host()))) {
            assertThat(listener.isBound()).isTrue();
            assertThatThrownBy(sql::open)
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("node_b: cannot connect")
                    .hasMessageContaining("no answer within 1000 ms");
        }
    }
}
