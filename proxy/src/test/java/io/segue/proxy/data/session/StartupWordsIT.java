package io.segue.proxy.data.session;

import static io.segue.proxy.data.session.StartupClient.startup;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client names at its start reaches the server letter by letter, what it is told is the server's own, and no server hears of it before it has proved who it is. */
class StartupWordsIT {

    private static PostgresServer server;
    private static DataPlane plane;

    @BeforeAll
    static void start() {
        server = PostgresServer.create().authenticate("host all postgres 127.0.0.1/32 trust").start();
        plane = new DataPlane(server, server.port(), Authentication.TRUST);
    }

    @AfterAll
    static void stop() {
        plane.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "App", "with/slash", "a=b c%20'\""})
    void aDatabaseIsFoundByItsNameAsItStands(String name) throws Exception {
        server.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");

        assertThat(answer(plane.port(), "SELECT current_database()", "database", name)).isEqualTo(name);
    }

    @Test
    void settingsAreTakenAsTheyStand() throws Exception {
        String[] settings = {
            "database", "postgres", "search_path", "\"a \"\"b\"\"\", public", "app.equation", "x=y = z\\", "TimeZone", "<+0330>-03:30",
            "options", "-c work_mem=7MB  -c\tapp.escaped=a\\ =\\\\b\\'c --app.long-name=d"
        };
        String question = Stream.of("search_path", "app.equation", "TimeZone", "work_mem", "app.escaped", "app.long_name")
                .map(name -> "current_setting('" + name + "')").reduce((one, other) -> one + " || '|' || " + other).orElseThrow();

        assertThat(answer(plane.port(), "SELECT " + question, settings))
                .isEqualTo(answer(server.port(), "SELECT " + question, settings))
                .isEqualTo("\"a \"\"b\"\"\", public|x=y = z\\|<+0330>-03:30|7MB|a =\\b'c|d");
    }

    /** Programs ask the server about it, {@code pg_blocking_pids} for example. */
    @Test
    void theProcessIdIsThatOfTheServersProcess() throws Exception {
        try (Stranger client = new Stranger(plane.port())) {
            int processId = client.logsIn("postgres");

            assertThat(value(client.says(Stranger.query("SELECT pg_backend_pid()")))).isEqualTo(Integer.toString(processId));
        }
    }

    @Test
    void noServerIsAskedBeforeTheClientHasProvedWhoItIs() throws Exception {
        try (PostgresServer asking = PostgresServer.create().start();
                LoginCounter links = new LoginCounter(asking.port());
                DataPlane front = new DataPlane(asking, links.port(), Authentication.SCRAM_SHA_256)) {
            front.moveToB();
            try (Stranger silent = new Stranger(front.port()); Stranger wrong = new Stranger(front.port())) {
                silent.says(Stranger.startup("postgres")).hears('R');
                wrong.says(Stranger.startup("postgres")).hears('R');
                wrong.says(Stranger.message('p', 4 + 5, Stranger.text("wrong")));
                assertThat(Stranger.sqlState(wrong.hearsToTheEnd())).isEqualTo("08P01");

                assertThat(links.logins()).isZero();
            }
            try (Connection connection = front.connect()) {
                assertThat(connection.isValid(30)).isTrue();
                assertThat(links.logins()).as("what is counted are the links").isPositive();
            }
        }
    }

    private static String answer(int port, String question, String... words) throws IOException {
        String[] all = Stream.concat(Stream.of("user", PostgresServer.SUPERUSER), Stream.of(words)).toArray(String[]::new);
        try (Stranger client = new Stranger(port)) {
            client.says(startup(3, 0, all)).hears('Z');
            return value(client.says(Stranger.query(question)));
        }
    }

    /** The one value of the one row, behind the number of values and its length. */
    private static String value(Stranger client) throws IOException {
        String row = client.hears('D').text();
        client.hears('Z');
        return row.substring(Short.BYTES + Integer.BYTES);
    }
}
