package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.protocol.message.Bind;
import io.segue.protocol.message.Execute;
import io.segue.protocol.message.Parse;
import io.segue.protocol.message.Sync;
import io.segue.proxy.route.MovePolicies;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.PostgresServer.StopMode;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session that was moved to a promoted standby, beside one that has lived on that server from its first word on and has said the same: nothing
 * that a client can see tells them apart. Real servers; the test is the control.
 */
class ControlSessionIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** Every kind of state that outlives a unit of work, and what takes it back. */
    private static final List<String> LIFE = List.of(
            "SET statement_timeout = '17s'",
            "SET application_name = 'it''s \"me\"'",
            "SET TIME ZONE 'Europe/Berlin'",
            "SET DateStyle = 'SQL, DMY'",
            "SET app.tenant = 'Ünïcode ''tenant'''",
            "SELECT set_config('work_mem', '5MB', false)",
            "BEGIN",
            "SET LOCAL lock_timeout = '1s'",
            "SET lock_timeout = '2s'",
            "SAVEPOINT before",
            "SET lock_timeout = '3s'",
            "SET idle_session_timeout = '90s'",
            "ROLLBACK TO before",
            "SET LOCAL deadlock_timeout = '4s'",
            "COMMIT",
            "BEGIN",
            "SET idle_session_timeout = '91s'",
            "ROLLBACK",
            "SET search_path = other, public",
            "PREPARE by_sql (int) AS SELECT $1 * 2 AS twice, current_setting('search_path')",
            "PREPARE gone AS SELECT 1",
            "DEALLOCATE gone",
            "LISTEN news",
            "LISTEN old_news",
            "UNLISTEN old_news",
            "SET ROLE reader_of_control");

    private static final List<String> QUESTIONS = List.of(
            "SELECT name, setting, reset_val FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%' ORDER BY name",
            "SELECT session_user, current_user, current_setting('role'), current_schemas(false)",
            "SELECT current_setting('app.tenant'), timestamptz '2026-02-03 04:05+00'",
            "SELECT name, statement, parameter_types, from_sql FROM pg_prepared_statements ORDER BY name",
            "SELECT * FROM pg_listening_channels() ORDER BY 1",
            "EXECUTE by_sql(21)",
            "EXECUTE gone",
            "SELECT n FROM here",
            "SELECT count(*) FROM secrets_of_control",
            "SHOW ALL");

    private PostgresServer a;
    private PostgresServer b;
    private DataPlane plane;

    @BeforeEach
    void start() {
        a = PostgresServer.create().start();
        a.execute(
                """
                CREATE ROLE reader_of_control;
                CREATE SCHEMA other; GRANT USAGE ON SCHEMA other TO reader_of_control;
                CREATE TABLE other.here AS SELECT 1 AS n; GRANT SELECT ON other.here TO reader_of_control;
                CREATE TABLE here AS SELECT 2 AS n; CREATE TABLE secrets_of_control (n int);
                """);
        b = PostgresServer.standbyOf(a).configure("wal_retrieve_retry_interval = 10ms").start();
        plane = new DataPlane(
                a, b, new MovePolicies(MovePolicies.Unmovable.REFUSE, MovePolicies.Transactions.ABORT, MovePolicies.Listeners.RELISTEN));
    }

    @AfterEach
    void stop() {
        plane.close();
        b.close();
        a.close();
    }

    private static RawClient live(Socket socket) throws Exception {
        RawClient client = new RawClient(socket);
        client.logIn();
        for (String deed : LIFE) {
            assertThat(client.answer(deed)).as(deed).doesNotContain("SERROR");
        }
        assertThat(client.prepare("named", "SELECT $1::int + 1 AS next, current_user")).endsWith("I");
        return client;
    }

    /** Executes a statement that was prepared before, whatever has become of its session meanwhile. */
    private static String execute(RawClient client, String statement, String parameter) throws Exception {
        client.send(
                new Bind("", statement, List.of(), List.of(parameter.getBytes(UTF_8)), List.of()),
                new Execute("", 0),
                new Sync());
        return client.awaitReady() + client.status();
    }

    private void warm() throws Exception {
        assertThat(plane.gate.warm(plane.nodeB, LONG).toCompletableFuture().get(60, TimeUnit.SECONDS).unmovable()).isEmpty();
    }

    private void move() throws Exception {
        plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
        a.stop(StopMode.FAST);
        b.psql("-c", "SELECT pg_promote()");
        plane.gate.relisten(plane.nodeB).toCompletableFuture().get(60, TimeUnit.SECONDS);
        plane.moveToB();
        plane.settle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isToldApartByNothing(boolean warm) throws Exception {
        try (Socket moving = new Socket("127.0.0.1", plane.port())) {
            RawClient moved = live(moving);
            if (warm) {
                warm();
            }
            move();
            try (Socket staying = new Socket("127.0.0.1", b.port())) {
                RawClient control = live(staying);

                for (String question : QUESTIONS) {
                    assertThat(moved.answer(question)).as(question).isEqualTo(control.answer(question));
                }
                assertThat(execute(moved, "named", "41")).isEqualTo(execute(control, "named", "41")).contains("42", "reader_of_control");
                assertThat(execute(moved, "never", "41")).isEqualTo(execute(control, "never", "41")).contains("26000");
                assertThat(moved.parameters()).isEqualTo(control.parameters()).containsEntry("in_hot_standby", "off")
                        .containsEntry("application_name", "it's \"me\"").containsEntry("TimeZone", "Europe/Berlin");
                control.answer("NOTIFY news, 'for both'");
                assertThat(moved.answer("SELECT 1")).contains("for both");
            }
        }
    }

    /** The last unnamed statement: a Query would make the server forget it, so that nothing is asked in between. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theUnnamedStatementIsThere(boolean warm) throws Exception {
        try (Socket moving = new Socket("127.0.0.1", plane.port())) {
            RawClient moved = live(moving);
            moved.prepare("", "SELECT $1::int * 3 AS thrice");
            if (warm) {
                warm();
            }
            move();

            assertThat(execute(moved, "", "7")).contains("21").endsWith("I");
        }
    }

    /** What a client learns on the way: nothing of a standby, and nothing that it was told before. */
    @Test
    void nothingIsReportedOnTheWayThatHasNotChanged() throws Exception {
        try (Socket moving = new Socket("127.0.0.1", plane.port())) {
            RawClient moved = live(moving);
            Map<String, String> before = moved.parameters();
            warm();
            move();

            assertThat(moved.answer("SELECT 1")).doesNotContain("in_hot_standby", "server_version", "TimeZone", "application_name");
            assertThat(moved.parameters()).isEqualTo(before);
        }
    }
}
