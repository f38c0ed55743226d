package io.segue.proxy.data.session;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.PoolMode;
import io.segue.proxy.config.SegueConfig.Authentication;
import io.segue.proxy.gate.GateSnapshot.State;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.Roadblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that close their side of the connection and go on listening, or do not: a real server says what becomes of what they have sent. */
@Timeout(300)
class HalfClosedIT {

    private static final byte[] TERMINATE = Stranger.message('X', 4, new byte[0]);
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};
    private static final byte[] SYNC = Stranger.message('S', 4, new byte[0]);

    /** Its answer is more than the kernel takes ahead of a client that reads slowly. */
    private static final byte[] LARGE = Stranger.query("SELECT repeat('x', 1000) FROM generate_series(1, 20000)");

    private static PostgresServer server;
    private static DataPlane plane;

    @BeforeAll
    static void start() {
        server = PostgresServer.create()
                .authenticate("host app all 127.0.0.1/32 scram-sha-256", "host all all 127.0.0.1/32 trust")
                .start();
        server.execute("CREATE DATABASE app");
        server.execute("CREATE TABLE lines (line text)");
        plane = new DataPlane(server, server.port(), Authentication.TRUST);
    }

    @AfterAll
    static void stop() {
        plane.close();
        server.close();
    }

    /** Last words, one message after the other. */
    record LastWords(String what, List<byte[]> messages) {

        static LastWords of(String what, byte[]... messages) {
            return new LastWords(what, List.of(messages));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static List<LastWords> lastWords() {
        return List.of(
                LastWords.of("nothing at all"),
                LastWords.of("a statement that takes a while, and another", Stranger.query("SELECT pg_sleep(0.2), 'slow'"), Stranger.query("SELECT 42")),
                LastWords.of("an error and more", Stranger.query("SELECT 1/0"), Stranger.query("SELECT 42")),
                LastWords.of("a transaction that stays open", Stranger.query("BEGIN"), Stranger.query("SELECT 42")),
                LastWords.of("a batch without its Sync", parse("SELECT 42")),
                LastWords.of("a batch", parse("SELECT 42"), SYNC),
                LastWords.of("half a message", new byte[] {'Q', 0, 0, 0, 50, 'S', 'E'}),
                LastWords.of("a COPY that does not end", Stranger.query("COPY lines FROM STDIN"), Stranger.message('d', 6, Stranger.text("x\n"))),
                LastWords.of("good-bye and nonsense", joined(TERMINATE, new byte[] {(byte) 154, 0})),
                LastWords.of("a large answer", LARGE),
                LastWords.of("a large answer and another", LARGE, Stranger.query("SELECT 42")),
                LastWords.of("a large answer and good-bye", LARGE, TERMINATE));
    }

    @ParameterizedTest
    @MethodSource("lastWords")
    void areAnsweredAsDirectly(LastWords words) throws IOException {
        String directly = answers(server.port(), words);

        assertThat(answers(plane.port(), words)).isEqualTo(directly);
        await().until(() -> plane.roster.sessions().isEmpty() && plane.gate.snapshot().inside() == 0);
    }

    static List<LastWords> wordsOfALogin() {
        byte[] trusted = Stranger.startup("postgres");
        return List.of(
                LastWords.of("nothing at all"),
                LastWords.of("half a StartupMessage", Arrays.copyOf(trusted, trusted.length / 2)),
                LastWords.of("a request for TLS", SSL_REQUEST),
                LastWords.of("a StartupMessage that is refused", Stranger.startup("missing")),
                LastWords.of("a StartupMessage", trusted),
                LastWords.of("a StartupMessage and a statement", trusted, Stranger.query("SELECT 42")),
                LastWords.of("a StartupMessage and a large answer", trusted, LARGE, TERMINATE));
    }

    @ParameterizedTest
    @MethodSource("wordsOfALogin")
    void inTheLoginAreAnsweredAsDirectly(LastWords words) throws IOException {
        String directly = withoutKey(answersToAll(server.port(), words));

        assertThat(withoutKey(answersToAll(plane.port(), words))).isEqualTo(directly);
        await().until(() -> plane.roster.sessions().isEmpty() && plane.gate.snapshot().inside() == 0);
    }

    @Test
    void whoIsAskedAndSaysNoMoreHearsTheQuestionAndNothingElse() throws IOException {
        LastWords words = LastWords.of("a StartupMessage", Stranger.startup("app"));
        try (DataPlane asking = new DataPlane(server, server.port(), Authentication.SCRAM_SHA_256)) {
            assertThat(answersToAll(asking.port(), words)).contains("SCRAM-SHA-256").isEqualTo(answersToAll(server.port(), words));
        }
    }

    /** Sent in one go. */
    private static String answersToAll(int port, LastWords words) throws IOException {
        try (Stranger stranger = new Stranger(port)) {
            return stranger.says(words.messages().stream().reduce(new byte[0], HalfClosedIT::joined)).saysNoMore().hearsToTheEnd();
        }
    }

    /** The process id and the secret of a BackendKeyData are never the same. */
    private static String withoutKey(String heard) {
        return heard.replaceAll("(?s)K\\x00\\x00\\x00\\x0c.{8}", "K");
    }

    @Test
    void aStatementOfAClientThatHasClosedRunsToItsEndAsItDoesDirectly() throws Exception {
        try (Roadblock block = new Roadblock(server)) {
            try (Stranger leaving = new Stranger(plane.port())) {
                leaving.logsIn("postgres");
                leaving.says(Stranger.query("INSERT INTO lines SELECT 'late' FROM " + Roadblock.WAITS));
                await().until(() -> only("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO lines%' AND state = 'active'").equals("1"));
            }
            block.clear();
        }

        await().until(() -> only("SELECT count(*) FROM lines WHERE line = 'late'").equals("1"));
        await().until(() -> plane.roster.sessions().isEmpty());
    }

    @Test
    void ofAClientThatTakesNoAnswerAnyMoreTheStatementIsCancelled() throws Exception {
        try (Stranger stranger = new Stranger(plane.port())) {
            int backend = stranger.logsIn("postgres");
            stranger.says(Stranger.query("SELECT pg_sleep(60)"));
            await().until(() -> only("SELECT state FROM pg_stat_activity WHERE pid = " + backend).equals("active"));

            stranger.saysNoMore();
            assertThat(only("SELECT state FROM pg_stat_activity WHERE pid = " + backend)).isEqualTo("active");
            stranger.vanishes();

            await().until(() -> only("SELECT count(*) FROM pg_stat_activity WHERE pid = " + backend).equals("0"));
        }
    }

    @Test
    void inAHoldTheStatementThatRunsIsAnsweredAndTheOneBehindItNeverBegins() throws Exception {
        try (Stranger stranger = new Stranger(plane.port()); Roadblock block = new Roadblock(server)) {
            int backend = stranger.logsIn("postgres");
            stranger.says(Stranger.query("INSERT INTO lines SELECT 'in time' FROM " + Roadblock.WAITS));
            await().until(() -> only("SELECT state FROM pg_stat_activity WHERE pid = " + backend).equals("active"));
            CompletableFuture<Void> drained = plane.gate.hold("test", Duration.ofSeconds(30)).toCompletableFuture();
            await().until(() -> plane.gate.snapshot().state() == State.HOLDING);

            stranger.says(Stranger.query("INSERT INTO lines VALUES ('too late')")).saysNoMore();
            block.clear();

            assertThat(stranger.hearsToTheEnd()).contains("INSERT 0 1").doesNotContain("ERROR").endsWith("Z\0\0\0\5I");
            drained.get();
            plane.releaseAndSettle();
            assertThat(only("SELECT count(*) FROM lines WHERE line = 'too late'")).isEqualTo("0");
        } finally {
            plane.releaseAndSettle();
        }
    }

    @Test
    void aLinkThatIsLentOutlivesAClientThatHasClosed() throws Exception {
        try (DataPlane pooling = DataPlane.pooling(server, server.port(), Authentication.TRUST, Pooling.of(PoolMode.SESSION, 1));
                Stranger first = new Stranger(pooling.port());
                Stranger second = new Stranger(pooling.port())) {
            int backend = first.logsIn("postgres");
            first.says(Stranger.query("SELECT pg_sleep(0.2), 'slow'"), Stranger.query("SELECT 42")).saysNoMore();

            assertThat(first.hearsToTheEnd()).contains("slow", "42").endsWith("Z\0\0\0\5I");

            assertThat(second.logsIn("postgres")).isEqualTo(backend);
        }
    }

    private static String answers(int port, LastWords words) throws IOException {
        try (Stranger stranger = new Stranger(port)) {
            stranger.logsIn("postgres");
            for (byte[] message : words.messages()) {
                stranger.says(message);
            }
            return stranger.saysNoMore().hearsToTheEnd();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static byte[] parse(String sql) {
        byte[] body = Stranger.text("\0" + sql + "\0\0\0");
        return Stranger.message('P', 4 + body.length, body);
    }

    private static String only(String sql) throws SQLException {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
