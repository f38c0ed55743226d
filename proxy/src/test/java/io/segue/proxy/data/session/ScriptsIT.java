package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.watch.transcript.Recording;
import io.segue.proxy.watch.transcript.RecordingView;
import io.segue.proxy.watch.transcript.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * Conversations as they are written down in {@code scripts}: with a real server they are played directly and through Segue, with the same
 * outcome; and what a transcript writes down can be played again.
 */
@Timeout(300)
class ScriptsIT {

    private static PostgresServer server;
    private static DataPlane plane;

    @BeforeAll
    static void start() {
        server = PostgresServer.create().start();
        plane = new DataPlane(server, server);
    }

    @AfterAll
    static void stop() {
        plane.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "wrong-password", "pipeline-with-an-error", "copy-with-late-data"})
    void clientsHearThroughSegueWhatTheyHearDirectly(String name) throws Exception {
        Script script = Script.read(name + ".txt");

        play(script, server.port());
        play(script, plane.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel-while-held", "cancel-while-running", "held-and-released", "no-postgresql"})
    void segueSaysToServersAndClientsWhatIsWrittenDown(String name) throws Exception {
        Script script = Script.read(name + ".txt");

        try (ScriptPlayer player = ScriptPlayer.withServer()) {
            player.play(script);
        }
    }

    /** The player must be able to find a difference, or nothing above says anything. */
    @Test
    void aDifferenceIsFound() {
        Script script = Script.parse("wrong", List.of(
                "C: Bytes \"GET / HTTP/1.1\\r\\n\\r\\n\"", "S: ErrorResponse S=\"FATAL\" V=\"FATAL\" C=\"08P01\" M=\"something else\" ..."));

        assertThatThrownBy(() -> play(script, plane.port())).isInstanceOf(AssertionError.class)
                .hasMessageContaining("wrong, line 2").hasMessageContaining("invalid length of startup packet");
    }

    @Test
    void aTranscriptFromTheLoginOnCanBePlayed() throws Exception {
        begin(new Subject.Database("postgres"), true);
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            work(connection, statement);
        }
        List<String> lines = ended();

        Script recorded = Script.parse("recorded", lines);
        assertThat(lines).noneMatch(line -> line.contains("sesame") || line.contains(PostgresServer.PASSWORD + "\""));
        assertThat(lines).anyMatch(line -> line.contains("C: SASLResponse ********"))
                .anyMatch(line -> line.contains("C: Parse \"\" \"ALTER ROLE someone PASSWORD '********'\""))
                .anyMatch(line -> line.contains("S: DataRow [\"" + "x".repeat(64) + "\"+99936]"))
                .anyMatch(line -> line.contains("S: ErrorResponse S=\"ERROR\" V=\"ERROR\" C=\"22P02\""));
        play(recorded, plane.port());
        play(recorded, server.port());
    }

    @Test
    void aSessionJoinsATranscriptWhileItIsGoingOn() throws Exception {
        try (Connection connection = plane.connect();
                Connection other = plane.connect();
                Statement statement = connection.createStatement();
                Statement aside = other.createStatement()) {
            statement.execute("SELECT 'before'");
            int processId = connection.unwrap(PGConnection.class).getBackendPID();
            long id = plane.roster.sessions().stream().filter(view -> view.serverPid() == processId).findFirst().orElseThrow().id();

            begin(new Subject.Client(id), false);
            await().until(() -> plane.transcripts.views().getFirst().sessions() == 1);
            statement.execute("SELECT 'during'");
            aside.execute("SELECT 'aside'");
            List<String> lines = ended();
            statement.execute("SELECT 'after'");

            assertThat(lines.getFirst()).contains("# joined session " + id + " (postgres@postgres) address=/127.0.0.1:");
            assertThat(lines).anyMatch(line -> line.contains("'during'")).anyMatch(line -> line.endsWith("S: DataRow [\"\"+6]"))
                    .noneMatch(line -> line.contains("'before'") || line.contains("'after'") || line.contains("'aside'"));
        }
    }

    /**
     * In the middle of a COPY, whose messages end with a read by chance only: no line is made of the rest of one, and the session is in it when
     * the COPY is over.
     */
    @Test
    void aSessionJoinsBetweenTwoMessagesOnly() throws Exception {
        try (Connection connection = plane.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE copied (line text)");
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
            byte[] piece = "0123456789abcdef\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            copy.writeToCopy(piece, 0, piece.length);
            begin(new Subject.Database("postgres"), false);
            for (int i = 0; i < 20; i++) {
                copy.writeToCopy(piece, 0, piece.length);
            }
            copy.endCopy();
            statement.execute("SELECT 1");
            List<String> lines = ended();

            assertThat(lines).isNotEmpty().allMatch(line -> line.matches("\\S+ \\S+ (#.*|[CS]: (CopyData \"\"\\+170000|CopyDone|CommandComplete .*"
                    + "|ReadyForQuery idle|Parse .*|Bind .*|Describe .*|Execute .*|Sync|ParseComplete|BindComplete|RowDescription .*|DataRow .*))"));
            assertThat(lines.getFirst()).contains("# joined session ");
            assertThat(lines).anyMatch(line -> line.endsWith("S: CommandComplete \"SELECT 1\""));
        }
    }

    private static void work(Connection connection, Statement statement) throws SQLException, IOException {
        statement.execute("CREATE ROLE someone");
        statement.execute("ALTER ROLE someone PASSWORD 'open sesame'");
        statement.execute("CREATE TEMP TABLE numbers (n int)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbers VALUES (?)")) {
            for (int i = 0; i < 10; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        byte[] bad = "1\nnone\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY numbers FROM STDIN", new ByteArrayInputStream(bad)))
                .isInstanceOf(PSQLException.class);
        statement.execute("LISTEN news");
        statement.execute("NOTIFY news, 'it works'");
        statement.execute("SELECT repeat('x', 100000)");
        statement.execute("DROP ROLE someone");
    }

    private static RecordingView begin(Subject subject, boolean values) {
        Optional<RecordingView> view = plane.transcripts.begin(new Recording.Order(subject, "ops", Duration.ofMinutes(1), 100_000, values));
        return view.orElseThrow();
    }

    /** The lines of the transcript that was begun last; all of them are over then, and nobody is in them. */
    private static List<String> ended() throws IOException {
        Path file = Path.of(plane.transcripts.place());
        plane.transcripts.end();
        await().until(() -> last(file).matches(".* - # transcript \\d+ of .* ends lines=\\d+"));
        List<String> all = Files.readAllLines(file);
        int from = all.size() - 1;
        while (!all.get(from).matches(".* - # transcript \\d+ of .* begins by=ops")) {
            from--;
        }
        return all.subList(from + 1, all.size() - 1);
    }

    private static String last(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private static void play(Script script, int port) throws Exception {
        try (ScriptPlayer player = new ScriptPlayer(port, PostgresServer.PASSWORD)) {
            player.play(script);
        }
    }
}
