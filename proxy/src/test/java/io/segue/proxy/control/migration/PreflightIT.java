package io.segue.proxy.control.migration;

import static io.segue.proxy.control.migration.RealShard.PREPARE;
import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.control.migration.journal.DiskFiles;
import io.segue.proxy.control.migration.preflight.Check;
import io.segue.proxy.control.migration.preflight.Check.Verdict;
import io.segue.proxy.control.migration.preflight.PreflightReport;
import io.segue.proxy.control.node.survey.Login;
import io.segue.proxy.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The preflight on real servers: each fault is made, found by name, and unmade. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreflightIT {

    private static final Login APP = new Login("app", "postgres");

    private RealShard shard;
    private PostgresServer a;
    private PostgresServer b;

    /** Something that is wrong with one of the nodes, and how it is mended. */
    private record Fault(String check, Verdict verdict, String finding, String node, String breaking, String mending) {
        @Override
        public String toString() {
            return check + ": " + breaking;
        }
    }

    @BeforeAll
    void prepare(@TempDir Path stateDirectory) throws Exception {
        shard = new RealShard(
                stateDirectory, new DiskFiles(), "wal_level = logical", "max_prepared_transactions = 10", "archive_mode = on",
                "archive_command = 'true'");
        a = shard.server("node_a");
        b = shard.server("node_b");
        a.execute("CREATE ROLE app LOGIN PASSWORD 'app'");
        shard.serves(APP);
        shard.succeed(PREPARE);
    }

    @AfterAll
    void close() {
        shard.close();
    }

    /** What a test before this one has mended may not be replayed yet. */
    @BeforeEach
    void isSound() {
        await().untilAsserted(() -> assertThat(shard.precheck().checks()).allMatch(this::expected));
    }

    /** The machine on which the tests run may have a service manager that shows, and need not. */
    private boolean expected(Check check) {
        return check.verdict() == Verdict.OK || check.name().equals("service-manager");
    }

    @Test
    void whatTheServersProcessesHaveMappedIsCounted() throws Exception {
        assertThat(shard.precheck().checks()).filteredOn(check -> check.name().equals("source-mapped-memory")).singleElement()
                .satisfies(check -> assertThat(check.finding()).contains("of shared memory mapped").doesNotStartWith("0 "));
    }

    private static Stream<Fault> faults() {
        return Stream.of(
                fault("target-replay", "paused at", "node_b", "SELECT pg_wal_replay_pause()", "SELECT pg_wal_replay_resume()"),
                parameter("synchronous_standby_names", "somebody"),
                parameter("recovery_min_apply_delay", "60s"),
                parameter("default_transaction_read_only", "on"),
                warning("restore-command", "'cp", "node_b", "ALTER SYSTEM SET restore_command = 'cp /nowhere/%f %p'",
                        "ALTER SYSTEM RESET restore_command"),
                warning("client-settings", "TimeZone", "node_b", "ALTER SYSTEM SET timezone = 'Asia/Tokyo'", "ALTER SYSTEM RESET timezone"),
                fault("unlogged-relations", "1 unlogged relations: public.\"Cache\" in postgres", "node_a",
                        "CREATE UNLOGGED TABLE \"Cache\" (n int)", "DROP TABLE \"Cache\""),
                fault("logical-slots", "cdc (pgoutput in postgres, not in use)", "node_a",
                        "SELECT pg_create_logical_replication_slot('cdc', 'pgoutput')", "SELECT pg_drop_replication_slot('cdc')"),
                warning("prepared-transactions", "two of postgres@postgres", "node_a",
                        "BEGIN; CREATE TABLE later (n int); PREPARE TRANSACTION 'two'", "ROLLBACK PREPARED 'two'"),
                warning("subscriptions", "1 subscriptions: elsewhere", "node_a",
                        "CREATE SUBSCRIPTION elsewhere CONNECTION 'host=127.0.0.1 port=1' PUBLICATION all_of_it"
                                + " WITH (connect = false, slot_name = NONE, enabled = false);"
                                + "UPDATE pg_subscription SET subenabled = true",
                        "UPDATE pg_subscription SET subenabled = false; DROP SUBSCRIPTION elsewhere"),
                fault("extensions", "gone 1.0 in postgres", "node_a",
                        "UPDATE pg_extension SET extname = 'gone' WHERE extname = 'plpgsql'",
                        "UPDATE pg_extension SET extname = 'plpgsql' WHERE extname = 'gone'"),
                fault("libraries", "$libdir/gone", "node_a",
                        "UPDATE pg_proc SET probin = '$libdir/gone' WHERE proname = 'plpgsql_validator'",
                        "UPDATE pg_proc SET probin = '$libdir/plpgsql' WHERE proname = 'plpgsql_validator'"),
                fault("login-rights", "app@postgres: its password is past its end", "node_a",
                        "ALTER ROLE app VALID UNTIL '2001-01-01'", "ALTER ROLE app VALID UNTIL 'infinity'"),
                fault("login-rights", "app@postgres: the role may not log in", "node_a", "ALTER ROLE app NOLOGIN", "ALTER ROLE app LOGIN"),
                fault("other-managers", "role repmgr", "node_a", "CREATE ROLE repmgr", "DROP ROLE repmgr"),
                fault("slot-active", "is not in use", "node_b", "ALTER SYSTEM SET primary_slot_name = ''",
                        "ALTER SYSTEM SET primary_slot_name = 'segue_main_node_b'"),
                fault("way-back-slot", "segue_main_node_a exists", "node_b", "SELECT pg_create_physical_replication_slot('segue_main_node_a')",
                        "SELECT pg_drop_replication_slot('segue_main_node_a')"));
    }

    private static Fault fault(String check, String finding, String node, String breaking, String mending) {
        return new Fault(check, Verdict.REFUSE, finding, node, breaking, mending);
    }

    private static Fault warning(String check, String finding, String node, String breaking, String mending) {
        return new Fault(check, Verdict.WARN, finding, node, breaking, mending);
    }

    private static Fault parameter(String name, String value) {
        return fault(name.replace('_', '-'), " on node_b", "node_b", "ALTER SYSTEM SET " + name + " = '" + value + "'",
                "ALTER SYSTEM RESET " + name);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void finds(Fault fault) throws Exception {
        change(fault.node(), fault.breaking());
        try {
            await().untilAsserted(() -> {
                Check check = check(fault.check());
                assertThat(check.verdict()).as("%s", check).isEqualTo(fault.verdict());
                assertThat(check.finding()).contains(fault.finding());
                assertThat(check.advice()).isNotEmpty();
            });
        } finally {
            change(fault.node(), fault.mending());
        }
    }

    /** Statement by statement: ALTER SYSTEM wants no others beside it. */
    private void change(String node, String statements) throws SQLException {
        try (Connection connection = shard.server(node).connect(); Statement statement = connection.createStatement()) {
            for (String each : statements.split("; ?")) {
                statement.execute(each);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private Check check(String name) throws InterruptedException {
        PreflightReport report = shard.precheck();
        return report.checks().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void findsALoginThatPgHbaTurnsAway() throws Exception {
        b.authenticate("host postgres app 127.0.0.1/32 reject");
        change("node_b", "SELECT 1");
        await().untilAsserted(() ->
                assertThat(check("login-admitted").finding()).contains("app@postgres: pg_hba.conf rejects connection"));
        b.authenticate("host postgres app 127.0.0.1/32 scram-sha-256");
        change("node_b", "SELECT 1");
    }

    @Test
    void findsThatTheOldPrimaryWouldNotBeLetIn() throws Exception {
        b.authenticate("host replication segue 127.0.0.1/32 reject");
        change("node_b", "SELECT 1");
        await().untilAsserted(() -> assertThat(check("way-back-login").finding()).contains("pg_hba.conf rejects"));
        b.authenticate("host replication segue 127.0.0.1/32 scram-sha-256");
        change("node_b", "SELECT 1");
    }

    @Test
    void findsACollationVersionThatIsNotThatOfTheMachine() throws Exception {
        String version = a.psql("-c", "SELECT coalesce(datcollversion, '') FROM pg_database WHERE datname = 'postgres'");
        if (version.isEmpty()) {
            // A cluster of locale C has no versions; then there is nothing that could differ.
            assertThat(check("database-collations").verdict()).isEqualTo(Verdict.OK);
            return;
        }
        change("node_a", "UPDATE pg_database SET datcollversion = '0.1' WHERE datname = 'postgres'");
        await().untilAsserted(() ->
                assertThat(check("database-collations").finding()).contains("postgres: 0.1, here " + version));
        change("node_a", "UPDATE pg_database SET datcollversion = '" + version + "' WHERE datname = 'postgres'");
    }

    @Test
    void findsAnArchiverThatFails() throws Exception {
        change("node_a", "ALTER SYSTEM SET archive_command = 'false'");
        await().untilAsserted(() -> {
            change("node_a", "SELECT pg_logical_emit_message(true, 'a', 'b'); SELECT pg_switch_wal()");
            assertThat(check("archiver").finding()).startsWith("failing at 0000");
        });
        change("node_a", "ALTER SYSTEM RESET archive_command");
        await().untilAsserted(() -> {
            change("node_a", "SELECT pg_logical_emit_message(true, 'a', 'b'); SELECT pg_switch_wal()");
            assertThat(check("archiver").verdict()).isEqualTo(Verdict.OK);
        });
    }

    @Test
    void findsOpenTransactionsAndClientsThatBypassTheProxy() throws Exception {
        try (Connection bypassing = a.connect(); Statement statement = bypassing.createStatement()) {
            bypassing.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(1)");
            await().untilAsserted(() ->
                    assertThat(check("source-transactions").finding()).startsWith("1 open, the oldest: pid ").contains("idle in transaction"));
            assertThat(check("bypassing-clients").finding()).startsWith("1 on node_a: pid ").contains("postgres@postgres from 127.0.0.1");
            bypassing.rollback();
        }
    }

    @Test
    void isQuickAndLeavesNothingBehind() throws Exception {
        Map<String, String> before = Map.of("node_a", shard.footprint("node_a"), "node_b", shard.footprint("node_b"));
        Duration quickest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            Duration took = shard.precheck().took();
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }
        assertThat(quickest).as("it waits for none of its limits, a minute each").isLessThan(Duration.ofSeconds(20));
        assertThat(Map.of("node_a", shard.footprint("node_a"), "node_b", shard.footprint("node_b"))).isEqualTo(before);
        assertThat(b.log()).doesNotContain("password authentication failed");
    }
}
