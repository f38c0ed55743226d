package io.segue.proxy.differential;

import static org.awaitility.Awaitility.await;

import io.segue.proxy.differential.Script.Step;
import io.segue.proxy.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Plays a script directly and in one way through Segue, from the same state of the database each time. */
final class Comparison implements AutoCloseable {

    private static final long ACCOUNT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long RECOVERY_LIMIT_SECONDS = 120;
    private static final int LAST_WORD_TRIES = 4;

    /** Behind every script, so that it ends in a defined state: out of any COPY, at the end of any batch, and all answers known for what they are. */
    private static final List<Step> EPILOGUE = List.of(Says.copyFail("the script is over"), Says.sync(), Says.query(""));

    private final PostgresServer server;
    private Connection connection;
    private long crashes;

    /**
     * How it went directly.
     *
     * @param heardAt how many bytes had come at each moment of listening
     */
    record Direct(List<Integer> heardAt, ServerStream stream, int bytes) {}

    Comparison(PostgresServer server) throws SQLException {
        this.server = server;
        this.connection = server.connect();
    }

    /** The database that scripts find: a table {@code items} with 20 rows. */
    static void prepare(PostgresServer server) {
        server.execute("CREATE TABLE items (id int PRIMARY KEY, label text)");
        server.execute("CREATE TABLE other (id int, at timestamptz)");
        server.execute("CREATE FUNCTION noisy(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'n is %', n; RETURN n; END $$");
    }

    /**
     * A server that hangs up over bytes that it has not read resets the connection, and its last word may be lost with it. Whether it said one is
     * asked more than once.
     */
    Direct direct(Script script) throws IOException, InterruptedException, SQLException {
        Direct direct = once(script);
        for (int i = 0; i < LAST_WORD_TRIES && direct.stream().endsWithoutLastWord(); i++) {
            direct = once(script);
        }
        return direct;
    }

    private Direct once(Script script) throws IOException, InterruptedException, SQLException {
        reset();
        try (Client client = new Client(server.port())) {
            client.startUp(script.startup());
            List<Integer> heardAt = new ArrayList<>();
            client.listenUntilReady();
            for (Step step : script.steps()) {
                switch (step) {
                    case Step.Say say -> client.say(say);
                    case Step.Listen() -> heardAt.add(client.listenUntilSilence());
                }
            }
            EPILOGUE.forEach(step -> client.say((Step.Say) step));
            client.say(Says.terminate());
            if (!client.listenUntilEnd()) {
                throw new IllegalStateException("the server itself does not end " + script);
            }
            return new Direct(heardAt, client.heard(), client.heardBytes());
        }
    }

    /**
     * What is different through Segue; empty when nothing is. What a reset has cost, of which a proxy loses the end on its own side, is asked for
     * again as it is directly.
     */
    Optional<String> difference(Script script, Direct direct, Way way, long seed) throws IOException, InterruptedException, SQLException {
        Difference difference = differenceOnce(script, direct, way, seed);
        for (int i = 0; i < LAST_WORD_TRIES && difference.found().isPresent() && difference.stream().isLostEndOf(direct.stream()); i++) {
            difference = differenceOnce(script, direct, way, seed);
        }
        return difference.found();
    }

    /** @param stream what came through Segue */
    private record Difference(Optional<String> found, ServerStream stream) {}

    private Difference differenceOnce(Script script, Direct direct, Way way, long seed) throws IOException, InterruptedException, SQLException {
        reset();
        try (Client client = new Client(way.plane().port())) {
            Optional<String> stuck;
            try (Crowd _ = new Crowd(way.plane().port(), way.crowd(), seed)) {
                if (way.moving()) {
                    try (Mover _ = new Mover(way.plane(), seed)) {
                        stuck = converse(script, direct, client, way);
                    }
                } else {
                    stuck = converse(script, direct, client, way);
                }
            }
            Optional<String> account = stuck.isPresent() ? Optional.empty() : account(client, way);
            client.say(Says.terminate());
            boolean over = client.listenUntilEnd();
            ServerStream stream = client.heard();
            if (stuck.isPresent() || !stream.agreesWith(direct.stream())) {
                if (crashesInLog() != crashes) {
                    throw new SQLException("the server has crashed");
                }
                return new Difference(Optional.of(stuck.orElse("") + "\n" + stream.differenceFrom(direct.stream())), stream);
            }
            return new Difference(over ? account : Optional.of("Segue does not hang up"), stream);
        }
    }

    private static Optional<String> converse(Script script, Direct direct, Client client, Way way) throws IOException, InterruptedException {
        Queue<Integer> heardAt = new ArrayDeque<>(direct.heardAt());
        client.startUp(script.startup());
        if (!client.listenUntilReady()) {
            return Optional.of("the login does not end");
        }
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Say say -> client.say(say);
                case Step.Listen() -> {
                    int bytes = heardAt.remove();
                    if (!client.listenUntil(bytes)) {
                        return Optional.of("of " + bytes + " bytes " + client.heardBytes() + " came; " + way.plane().state());
                    }
                }
            }
        }
        EPILOGUE.forEach(step -> client.say((Step.Say) step));
        return client.listenUntil(direct.bytes())
                ? Optional.empty()
                : Optional.of("at the end, of " + direct.bytes() + " bytes " + client.heardBytes() + " came; " + way.plane().state());
    }

    /** When the server is idle, no unit of work may be under way for Segue; in a transaction, one must be. */
    private static Optional<String> account(Client client, Way way) throws InterruptedException {
        boolean idle = client.heard().status() == 'I';
        long deadline = System.nanoTime() + ACCOUNT_LIMIT_NANOS;
        while (way.plane().gate().snapshot().inside() != (idle || client.hasEnded() ? 0 : 1)) {
            if (System.nanoTime() > deadline) {
                return Optional.of("units of work under way: " + way.plane().gate().snapshot().inside() + ", idle: " + idle);
            }
            TimeUnit.MICROSECONDS.sleep(200);
        }
        return Optional.empty();
    }

    /**
     * PostgreSQL 15 has scripts of which it crashes: a portal is executed whose plan is gone (postgres.c, exec_execute_message). They say nothing
     * about Segue.
     *
     * @throws SQLException {@code failure}, when the server has not crashed
     */
    void recover(SQLException failure) throws SQLException {
        long now = crashesInLog();
        if (now == crashes) {
            throw failure;
        }
        crashes = now;
        await().atMost(RECOVERY_LIMIT_SECONDS, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            connection = server.connect();
            return true;
        });
    }

    private long crashesInLog() {
        return server.log().lines().filter(line -> line.contains("was terminated by signal 11")).count();
    }

    private void reset() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE items, other; INSERT INTO items SELECT n, 'label ' || n FROM generate_series(1, 20) n");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
