package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.StandbyPair;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever a session has done, on its new link it has the settings, prepared statements and roles that it had on the old one. Random histories
 * on a real server, which is both the old and the new one, so that every value can be compared. For a long run:
 * {@code -Dit.test=SessionHistoriesIT -Dsegue.histories.seconds=600 -Djqwik.tries.default=100000}.
 */
class SessionHistoriesIT {

    private static final long SECONDS = Long.getLong("segue.histories.seconds", 5);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** plpgsql's own settings are there as soon as it was used, wherever that was. */
    private static final String STATE =
            """
            SELECT 'setting', name, setting, reset_val, source = 'session' FROM pg_settings
             WHERE name NOT LIKE 'transaction%' AND name <> 'seed' AND name NOT LIKE 'plpgsql.%'
            UNION ALL SELECT 'custom', name, current_setting(name, true), '', false FROM (VALUES ('app.tenant'), ('app.other')) AS c (name)
            UNION ALL SELECT 'statement', name, statement, parameter_types::text, from_sql FROM pg_prepared_statements
            UNION ALL SELECT 'user', session_user::text, current_user::text, current_setting('role'), false
            ORDER BY 1, 2
            """;

    private static PostgresServer server;
    private static DataPlane plane;
    private static long end;
    private static int histories;

    @BeforeContainer
    static void start() {
        server = StandbyPair.primary();
        server.execute("CREATE ROLE reader_of_histories; CREATE ROLE writer_of_histories; GRANT reader_of_histories TO writer_of_histories");
        plane = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256);
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    }

    @AfterContainer
    static void stop() {
        plane.close();
        server.execute("DROP ROLE writer_of_histories; DROP ROLE reader_of_histories");
        assertThat(histories).as("histories within %d s", SECONDS).isPositive();
    }

    /** One thing that a client does. What fails is part of the history, too. */
    record Deed(Kind kind, String text) {

        enum Kind {
            QUERY,
            PARSE,
            CLOSE
        }

        void play(RawClient client) throws IOException {
            switch (kind) {
                case QUERY -> client.answer(text);
                case PARSE -> client.prepare(text, "SELECT $1::int + 1 AS " + text);
                case CLOSE -> client.unprepare(text);
            }
        }

        @Override
        public String toString() {
            return kind == Kind.QUERY ? text : kind + " " + text;
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aNewLinkKnowsWhatTheOldOneKnew(@ForAll("history") List<Deed> history) throws Exception {
        if (System.nanoTime() - end > 0) {
            return;
        }
        histories++;
        try (Socket socket = new Socket("127.0.0.1", plane.port())) {
            RawClient client = new RawClient(socket);
            client.logIn();
            for (Deed deed : history) {
                deed.play(client);
            }
            client.answer("COMMIT");
            String before = client.answer(STATE);
            String pid = client.answer("SELECT pg_backend_pid()");

            plane.gate.hold("test", LONG).toCompletableFuture().get(60, TimeUnit.SECONDS);
            plane.gate.release(plane.gate.route().movedTo(plane.otherThan(plane.gate.route().node())));

            assertThat(client.answer(STATE)).isEqualTo(before);
            assertThat(client.answer("SELECT pg_backend_pid()")).isNotEqualTo(pid);
        }
    }

    @Provide
    Arbitrary<List<Deed>> history() {
        return deed().list().ofMinSize(1).ofMaxSize(14);
    }

    private static Arbitrary<Deed> deed() {
        Arbitrary<String> setting = Combinators.combine(
                        Arbitraries.of("SET ", "SET ", "SET LOCAL ", "SET SESSION "), assignment())
                .as((set, assignment) -> set + assignment);
        Arbitrary<String> configCall = Combinators.combine(
                        Arbitraries.of("SELECT set_config('work_mem', '%s', %s)", "DO $$ BEGIN PERFORM set_config('work_mem', '%s', %s); END $$"),
                        Arbitraries.of("1MB", "2MB", "3MB"), Arbitraries.of(true, false))
                .as(String::formatted);
        Arbitrary<String> blocks = Arbitraries.of(
                "BEGIN", "BEGIN", "START TRANSACTION ISOLATION LEVEL SERIALIZABLE", "COMMIT", "COMMIT AND CHAIN", "ROLLBACK", "ROLLBACK AND CHAIN",
                "SAVEPOINT a", "SAVEPOINT b", "ROLLBACK TO a", "ROLLBACK TO b", "RELEASE a", "RELEASE b", "SELECT 1/0", "SET LOCAL nonsense = 1");
        Arbitrary<String> others = Arbitraries.of(
                "RESET ALL", "RESET work_mem", "RESET TimeZone", "RESET app.tenant", "RESET search_path", "DISCARD ALL", "DISCARD PLANS",
                "DISCARD SEQUENCES", "DISCARD TEMP", "SET ROLE reader_of_histories", "SET LOCAL ROLE reader_of_histories", "SET ROLE NONE", "RESET ROLE",
                "SET SESSION AUTHORIZATION writer_of_histories", "SET LOCAL SESSION AUTHORIZATION writer_of_histories",
                "SET SESSION AUTHORIZATION DEFAULT", "RESET SESSION AUTHORIZATION", "PREPARE p (int) AS SELECT $1 * 2",
                "PREPARE q AS SELECT current_user", "PREPARE \"the 'Ü' one\" (text) AS SELECT $1 || 'Ü'", "DEALLOCATE p", "DEALLOCATE \"the 'Ü' one\"",
                "DEALLOCATE ALL", "DEALLOCATE one", "EXECUTE q");
        return Arbitraries.frequencyOf(
                Tuple.of(5, query(setting)),
                Tuple.of(1, query(configCall)),
                Tuple.of(6, query(blocks)),
                Tuple.of(5, query(others)),
                Tuple.of(1, Arbitraries.of("one", "two").map(name -> new Deed(Deed.Kind.PARSE, name))),
                Tuple.of(1, Arbitraries.of("one", "p").map(name -> new Deed(Deed.Kind.CLOSE, name))));
    }

    private static Arbitrary<Deed> query(Arbitrary<String> text) {
        return text.map(each -> new Deed(Deed.Kind.QUERY, each));
    }

    private static Arbitrary<String> assignment() {
        return Arbitraries.of(
                "work_mem = '1MB'", "work_mem = DEFAULT", "work_mem = '2MB'", "TimeZone = 'Europe/Berlin'", "TIME ZONE 'UTC'",
                "search_path = public, pg_catalog", "search_path = '\"$user\", public'", "DateStyle = 'SQL, DMY'", "IntervalStyle = iso_8601",
                "statement_timeout = '17s'", "application_name = 'it''s \"me\"'", "app.tenant = 'Ü ''quoted'' \\ back'", "app.other = ''",
                "extra_float_digits = 3", "bytea_output = escape", "standard_conforming_strings = off", "client_min_messages = error",
                "default_transaction_isolation = 'repeatable read'", "default_transaction_read_only = on", "session_replication_role = replica",
                "client_encoding = 'LATIN1'", "client_encoding = 'UTF8'", "transform_null_equals = on");
    }
}
