package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** One link that is lent in turn to clients with different settings: which of these let it keep its statements. A real server, whose log is read. */
class LentSettingsIT {

    private static final int ROUNDS = 4;
    /** No server statement where none is asked for, and the name in the start-up packet instead of a SET. */
    private static final Map<String, String> DRIVER = Map.of("prepareThreshold", "0", "assumeMinServerVersion", "15");
    private static final String WHEN_PREPARED =
            "SELECT string_agg(name || ' ' || extract(epoch from prepare_time), ',' ORDER BY name) FROM pg_prepared_statements";

    private static PostgresServer server;

    private DataPlane plane;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").configure("log_statement = all").start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startProxy() {
        plane = DataPlane.pooling(server, server.port(), Authentication.TRUST, Pooling.of(PoolMode.TRANSACTION, 1));
    }

    @AfterEach
    void stopProxy() {
        plane.close();
    }

    @Test
    void clientsOfDifferentNamesAndTimeoutsKeepEachOthersStatementsOnTheLink() throws Exception {
        try (Client first = client("first"); Client second = client("second")) {
            first.statement.execute("SET statement_timeout = '71s'");
            second.statement.execute("SET statement_timeout = '72s'");
            first.prepared();
            second.prepared();
            String prepared = first.only(WHEN_PREPARED);
            String before = server.log();

            for (int i = 0; i < ROUNDS; i++) {
                assertThat(first.prepared()).isEqualTo("first 71s");
                assertThat(first.only(WHEN_PREPARED)).as("prepared by the other").isEqualTo(prepared).startsWith("S_1 ").doesNotContain(",");
                assertThat(first.parameterStatus()).isEqualTo("first");
                assertThat(second.prepared()).isEqualTo("second 72s");
                assertThat(second.only(WHEN_PREPARED)).isEqualTo(prepared);
                assertThat(second.parameterStatus()).isEqualTo("second");
            }
            assertThat(server.log().substring(before.length())).contains("execute S_1").doesNotContain("DISCARD ALL");
            assertThat(first.pid()).isEqualTo(second.pid());
        }
    }

    @Test
    void aSettingThatTheNextClientHasNotSetIsToHimWhatHisLoginGave() throws Exception {
        try (Client first = client("same", "-c lock_timeout=5s"); Client second = client("same", "-c lock_timeout=5s")) {
            first.prepared();
            second.prepared();
            first.statement.execute("SET lock_timeout = '3s'; SET client_min_messages = 'error'");
            String prepared = first.only(WHEN_PREPARED);
            String before = server.log();

            for (int i = 0; i < ROUNDS; i++) {
                assertThat(second.only("SHOW lock_timeout")).isEqualTo("5s");
                assertThat(second.only("SELECT string_agg(source, ' ' ORDER BY name) FROM pg_settings WHERE name IN ('lock_timeout', 'client_min_messages')"))
                        .isEqualTo("default client");
                assertThat(second.only(WHEN_PREPARED)).isEqualTo(prepared);
                assertThat(first.only("SHOW lock_timeout")).isEqualTo("3s");
                assertThat(first.only("SHOW client_min_messages")).isEqualTo("error");
            }
            assertThat(server.log().substring(before.length())).doesNotContain("DISCARD ALL");
        }
    }

    @Test
    void aStatementThatOnlyOneOfThemHasIsSeenByNobodyElse() throws Exception {
        try (Client first = client("first"); Client second = client("second");
                PreparedStatement more = first.connection.prepareStatement("SELECT 'more ' || ?::text")) {
            more.unwrap(PGStatement.class).setPrepareThreshold(1);
            first.prepared();
            second.prepared();
            for (int i = 0; i < ROUNDS; i++) {
                more.setInt(1, i);
                assertThat(only(more)).isEqualTo("more " + i);
                assertThat(first.only("SELECT count(*) FROM pg_prepared_statements")).isEqualTo("2");
                assertThat(second.only("SELECT count(*) FROM pg_prepared_statements")).isEqualTo("1");
                assertThat(second.prepared()).startsWith("second ");
            }
        }
    }

    @Test
    void aSettingThatStatementsAreReadOrPlannedByHasThemPreparedAnew() throws Exception {
        for (String setting : new String[] {"IntervalStyle = 'sql_standard'", "extra_float_digits = 0", "work_mem = '9MB'", "role = 'pg_monitor'"}) {
            try (Client first = client("first"); Client second = client("second")) {
                first.prepared();
                second.prepared();
                second.statement.execute("SET " + setting);
                String prepared = first.only(WHEN_PREPARED);
                String before = server.log();

                assertThat(second.only(WHEN_PREPARED)).as(setting).startsWith("S_1 ").isNotEqualTo(prepared);
                assertThat(server.log().substring(before.length())).contains("DISCARD ALL");
            }
        }
    }

    private Client client(String application) throws SQLException {
        return client(application, "");
    }

    private Client client(String application, String options) throws SQLException {
        Map<String, String> properties = new HashMap<>(DRIVER);
        properties.put("ApplicationName", application);
        properties.put("options", options);
        return new Client(plane.connect(properties));
    }

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** A connection with one statement that has a name on the server. */
    private static final class Client implements AutoCloseable {

        private final Connection connection;
        private final Statement statement;
        private final PreparedStatement prepared;

        Client(Connection connection) throws SQLException {
            this.connection = connection;
            this.statement = connection.createStatement();
            this.prepared = connection.prepareStatement("SELECT current_setting('application_name') || ?::text || current_setting('statement_timeout')");
            prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
        }

        String prepared() throws SQLException {
            prepared.setString(1, " ");
            return LentSettingsIT.only(prepared);
        }

        String only(String sql) throws SQLException {
            try (ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }

        String pid() throws SQLException {
            return only("SELECT pg_backend_pid()");
        }

        String parameterStatus() throws SQLException {
            return connection.unwrap(PGConnection.class).getParameterStatus("application_name");
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
