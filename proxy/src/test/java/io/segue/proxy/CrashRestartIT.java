package io.segue.proxy;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy is killed in the worst moments of a move and started again: it has to take writes within ten seconds, with nobody's help. */
class CrashRestartIT {

    /** From the start of the process to the first write that it has passed on. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A machine with other work may be slow once; one that is so each time is no excuse. */
    private static final int TRIES = 3;

    private static final List<String> RULES =
            List.of("{ type = host, database = all, user = \"ops,app\", address = \"127.0.0.1/32\", method = scram-sha-256 }");

    private static final String LIMITS = "hold = 4500ms, switchover = 3s, fenced-hook = 1500ms, login = 60s";

    @TempDir
    private Path directory;

    private final PostgresServer a = PostgresServer.create();
    private final PostgresServer b = PostgresServer.unborn();
    private Path fenced;
    private Path goOn;
    private Path hook;
    private ProxyProcess proxy;

    /** With the hook, which says that the source is stopped, everything stands still until it is told to go on. */
    @BeforeEach
    void prepare() throws Exception {
        fenced = directory.resolve("fenced");
        goOn = directory.resolve("go-on");
        hook = Files.writeString(directory.resolve("hook"), "#!/bin/sh\n: > '%s'\nwhile [ ! -e '%s' ]; do sleep 0.05; done\n".formatted(fenced, goOn));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        a.start();
        SegueRole.create(a, ProxyProcess.OWN_PASSWORD);
        a.execute("CREATE ROLE ops LOGIN PASSWORD 'operates'; CREATE ROLE app LOGIN PASSWORD 'works'");
        a.execute("CREATE TABLE row (id serial PRIMARY KEY); GRANT ALL ON row, row_id_seq TO app");
        start();
        tell("PREPARE main TO node_b");
    }

    @AfterEach
    void end() throws IOException {
        let(goOn);
        proxy.close();
        b.close();
        a.close();
    }

    private void start() throws IOException {
        proxy = ProxyProcess.ofPair(a, b, directory, hook, LIMITS, RULES);
    }

    private static void let(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
    }

    private void tell(String command) throws SQLException {
        try (Connection console = proxy.connect("ops", "operates", "segue");
                Statement statement = console.createStatement()) {
            statement.execute(command);
        }
    }

    private void write() throws SQLException {
        try (Connection session = proxy.connect("app", "works", "postgres");
                Statement statement = session.createStatement()) {
            statement.execute("INSERT INTO row DEFAULT VALUES");
        }
    }

    private static boolean isPrimary(PostgresServer server) throws SQLException {
        try (Connection session = server.connect();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Moves until the source is stopped and the hook has been asked. */
    private void moveToTheFence(String command) throws Exception {
        Files.deleteIfExists(goOn);
        Files.deleteIfExists(fenced);
        CompletableFuture<Void> move = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                tell(command);
                move.complete(null);
            } catch (SQLException e) {
                move.completeExceptionally(e);
            }
        });
        await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(fenced) || move.isDone());
        assertThat(fenced).as("%s: %s", command, move).exists();
    }

    private Duration restart() throws Exception {
        long began = System.nanoTime();
        start();
        await().pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> {
            write();
            return true;
        });
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void killedBetweenTheStopAndThePromotionItServesOnTheSourceSoon() throws Exception {
        Duration took = LIMIT.plusDays(1);
        for (int i = 0; i < TRIES && took.compareTo(LIMIT) > 0; i++) {
            moveToTheFence("CUTOVER main");
            proxy.kill9();
            took = restart();

            assertThat(isPrimary(a)).isTrue();
            assertThat(isPrimary(b)).isFalse();
            proxy.close();
            start();
        }
        assertThat(took).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void killedRightAfterThePromotionItServesOnTheTargetSoon() throws Exception {
        Duration took = LIMIT.plusDays(1);
        boolean back = false;
        for (int i = 0; i < TRIES && took.compareTo(LIMIT) > 0; i++) {
            PostgresServer target = back ? a : b;
            moveToTheFence(back ? "SWITCHBACK main" : "CUTOVER main");
            let(goOn);
            await().pollInterval(Duration.ofMillis(2)).until(() -> isPrimary(target));
            proxy.kill9();
            took = restart();

            assertThat(isPrimary(target)).isTrue();
            await().ignoreExceptions().until(() -> !isPrimary(target == a ? b : a));
            back = !back;
        }
        assertThat(took).isLessThanOrEqualTo(LIMIT);
    }
}
