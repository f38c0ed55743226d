package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says to clients that have asked it nothing: they hear through Segue what they hear directly, and when. */
class UnaskedIT {

    private PostgresServer server;
    private DataPlane plane;

    @BeforeEach
    void start() {
        server = PostgresServer.create().authenticate("host all all 127.0.0.1/32 trust").start();
        plane = new DataPlane(server, server.port(), Authentication.TRUST);
    }

    @AfterEach
    void stop() {
        plane.close();
        server.close();
    }

    /** Servers since 14 do so with the answer to whatever is asked next, once. */
    @Test
    void aSettingThatTheOperatorChangesIsReported() throws Exception {
        try (Stranger direct = new Stranger(server.port()); Stranger through = new Stranger(plane.port())) {
            for (Stranger client : List.of(direct, through)) {
                client.logsIn("postgres");
            }
            server.execute("ALTER SYSTEM SET DateStyle = 'SQL, DMY'");
            server.execute("SELECT pg_reload_conf()");
            await().until(() -> server.psql("-c", "SHOW DateStyle").equals("SQL, DMY"));

            List<String> answer = answer(through);

            assertThat(answer).isEqualTo(answer(direct));
            assertThat(answer).contains("SDateStyle\0SQL, DMY\0");
            assertThat(answer(through)).noneMatch(message -> message.startsWith("S"));
        }
    }

    @Test
    void notificationsComeToAClientThatIsIdle() throws Exception {
        try (Stranger through = new Stranger(plane.port())) {
            through.logsIn("postgres");
            through.says(Stranger.query("LISTEN news")).hears('Z');

            server.execute("NOTIFY news, 'one'");
            assertThat(through.hears().text()).contains("news\0one\0");
            server.execute("NOTIFY news, 'two'");
            assertThat(through.hears().text()).contains("news\0two\0");
        }
    }

    @Test
    void theEndOfAnIdleSessionIsToldInTheServersWords() throws Exception {
        String options = "-c idle_session_timeout=200ms";
        String directly = end(server.port(), options);

        assertThat(end(plane.port(), options)).isEqualTo(directly);
        assertThat(Stranger.sqlState(directly)).isEqualTo("57P05");
    }

    private static String end(int port, String options) throws IOException {
        try (Stranger client = new Stranger(port)) {
            client.says(StartupClient.startup(3, 0, "user", PostgresServer.SUPERUSER, "options", options)).hears('Z');
            return client.hearsToTheEnd();
        }
    }

    /** It is a notice and not an error: the last word of processes that end because another one was killed. */
    @Test
    void theCrashOfAnotherProcessIsToldInTheServersWords() throws Exception {
        try (Stranger direct = new Stranger(server.port()); Stranger through = new Stranger(plane.port()); Stranger killed = new Stranger(server.port())) {
            direct.logsIn("postgres");
            through.logsIn("postgres");
            int process = killed.logsIn("postgres");

            assertThat(new ProcessBuilder("kill", "-KILL", Integer.toString(process)).inheritIO().start().waitFor()).isZero();

            String heard = through.hearsToTheEnd();
            assertThat(heard).startsWith("N").isEqualTo(direct.hearsToTheEnd());
            assertThat(Stranger.sqlState(heard)).isEqualTo("57P02");
        }
    }

    /** Each message as its type and body, up to ReadyForQuery. */
    private static List<String> answer(Stranger client) throws IOException {
        client.says(Stranger.query("SELECT 1"));
        List<String> messages = new ArrayList<>();
        do {
            Stranger.Frame frame = client.hears();
            messages.add(frame.type() + frame.text());
        } while (!messages.getLast().startsWith("Z"));
        return messages;
    }
}
