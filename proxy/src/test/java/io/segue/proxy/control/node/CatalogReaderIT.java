package io.segue.proxy.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.gate.ReadCatalog;
import io.segue.proxy.testing.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real catalog says about names. */
class CatalogReaderIT {

    private static RealNode primary;
    private static ReadCatalog catalog;

    @BeforeAll
    static void start() throws NodeException {
        primary = RealNode.primary("node_a");
        primary.server().execute(
                """
                CREATE SCHEMA app;
                CREATE SEQUENCE numbers;
                CREATE TABLE t (a int);
                CREATE UNLOGGED TABLE quick (a int);
                CREATE FUNCTION writes() RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (1); RETURN 1; END';
                CREATE FUNCTION only_reads() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
                CREATE FUNCTION lies() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN PERFORM pg_advisory_lock(1); RETURN 1; END';
                CREATE FUNCTION lies_too() RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN EXECUTE 'SELECT next' || 'val(1)'; RETURN 1; END$$;
                CREATE FUNCTION app.lower(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                CREATE FUNCTION total(t) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                CREATE FUNCTION of_number(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                CREATE FUNCTION joins(int, int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
                CREATE AGGREGATE worse(int) (SFUNC = joins, STYPE = int);
                CREATE AGGREGATE better(int) (SFUNC = int4pl, STYPE = int);
                CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = joins);
                CREATE VIEW plain AS SELECT a, random() FROM t WHERE lower('x') = 'x';
                CREATE VIEW that_writes AS SELECT writes();
                CREATE VIEW over_view AS SELECT 1 FROM that_writes;
                CREATE VIEW over_sequence AS SELECT last_value FROM numbers;
                CREATE VIEW that_locks AS SELECT a FROM t WHERE pg_try_advisory_lock(1);
                CREATE VIEW in_subquery AS SELECT a FROM t WHERE a IN (SELECT of_number(a) FROM t);
                CREATE VIEW by_operator AS SELECT a @#@ a AS x FROM t;
                CREATE TABLE guarded (a int);
                ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p ON guarded USING (writes() = a);
                CREATE TABLE parts (a int) PARTITION BY LIST (a);
                CREATE UNLOGGED TABLE part PARTITION OF parts FOR VALUES IN (1);
                """);
        for (String database : new String[] {"of_casts", "of_domains", "of_operators"}) {
            primary.server().execute("CREATE DATABASE " + database);
        }
        catalog = primary.node().readCatalog("postgres").orElseThrow();
    }

    @AfterAll
    static void stop() {
        primary.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "upper", "now", "random", "clock_timestamp", "pg_sleep", "gen_random_uuid", "only_reads", "better", "current_setting",
        "format", "generate_series", "json_build_object", "row_number", "pg_total_relation_size", "has_table_privilege", "pg_get_viewdef"})
    void harmless(String function) {
        assertThat(catalog.admits(Set.of(function), Set.of(), Set.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextval", "setval", "currval", "lastval", "pg_advisory_lock", "pg_try_advisory_xact_lock_shared", "pg_advisory_unlock_all",
        "set_config", "txid_current", "pg_current_xact_id", "pg_is_in_recovery", "pg_backend_pid", "pg_stat_get_activity", "pg_lock_status",
        "pg_notify", "lo_create", "lo_get", "query_to_xml", "table_to_xml", "pg_terminate_backend", "pg_reload_conf", "pg_switch_wal",
        "pg_export_snapshot", "pg_logical_emit_message", "writes", "lies", "lies_too", "lower", "worse", "joins", "no_such_function", "setseed",
        "pg_read_file", "pg_create_physical_replication_slot", "inet_server_addr", "pg_postmaster_start_time"})
    void notHarmless(String function) {
        assertThat(catalog.admits(Set.of(function), Set.of(), Set.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "t, true", "plain, true", "pg_class, true", "pg_tables, true", "columns, true", "random, true", "of_number, true", "system, true",
        "numbers, false", "quick, false", "that_writes, false", "over_view, false", "over_sequence, false", "that_locks, false",
        "in_subquery, false", "by_operator, false", "guarded, false", "parts, false", "part, false", "total, false",
        "pg_stat_activity, false", "pg_locks, false", "pg_prepared_statements, false", "pg_settings, false", "pg_sequences, false"})
    void names(String name, boolean admitted) {
        assertThat(catalog.admits(Set.of("count"), Set.of("select", name), Set.of("="))).isEqualTo(admitted);
    }

    @Test
    void operators() {
        assertThat(catalog.admits(Set.of(), Set.of(), Set.of("+", "||", "~~", "->>"))).isTrue();
        assertThat(catalog.admits(Set.of(), Set.of(), Set.of("+", "@#@"))).isFalse();
    }

    @Test
    void whatNoTextShowsKeepsAllReads() throws Exception {
        assertThat(primary.node().readCatalog("of_casts")).isPresent();
        inDatabase("of_casts", "CREATE TYPE c AS (a int); CREATE FUNCTION f(c) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';"
                + "CREATE CAST (c AS int) WITH FUNCTION f(c) AS IMPLICIT");
        inDatabase("of_domains", "CREATE FUNCTION f(int) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END';"
                + "CREATE DOMAIN d AS int CHECK (f(VALUE))");
        inDatabase("of_operators", "CREATE TYPE c AS (a int); CREATE FUNCTION f(c, c) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END';"
                + "CREATE OPERATOR = (LEFTARG = c, RIGHTARG = c, FUNCTION = f)");

        assertThat(primary.node().readCatalog("of_casts")).isEmpty();
        assertThat(primary.node().readCatalog("of_domains")).isEmpty();
        assertThat(primary.node().readCatalog("of_operators")).isEqualTo(Optional.empty());
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> primary.node().readCatalog("missing"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("read the catalog of database missing");
    }

    @Test
    void whatIsWrittenIsReplayedByThen() throws Exception {
        Lsn before = primary.node().written();

        Lsn committed = primary.node().writeProbe(RealNode.LIMIT);

        assertThat(committed).isGreaterThan(before);
        assertThat(primary.node().written()).isGreaterThanOrEqualTo(committed);
    }

    private static void inDatabase(String database, String sql) throws Exception {
        try (Connection connection = primary.server().connect(PostgresServer.SUPERUSER, PostgresServer.PASSWORD, database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
