package io.segue.proxy;

import static io.segue.proxy.testing.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: how it bears a limit of the machine, and what is in its heap. */
class ProxyProcessIT {

    /** The virtual machine needs some hundred of them. */
    private static final int OPEN_FILES = 400;

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static ProxyProcess proxy;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresServer.create().authenticate("host all hasher 127.0.0.1/32 md5").start();
        SegueRole.create(server, ProxyProcess.OWN_PASSWORD);
        server.execute("CREATE ROLE ops LOGIN PASSWORD 'operates'");
        server.execute("CREATE ROLE scrammer LOGIN PASSWORD 'kept-to-itself'; CREATE ROLE speaker LOGIN PASSWORD 'said-in-the-clear'");
        server.execute("SET password_encryption = md5; CREATE ROLE hasher LOGIN PASSWORD 'hashed-as-of-old'");
        proxy = new ProxyProcess(server, directory, OPEN_FILES, List.of(
                rule("ops,scrammer", "scram-sha-256"), rule("speaker", "password, clear-text = anywhere"), rule("hasher", "md5")));
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    private static String rule(String users, String method) {
        return "{ type = host, database = all, user = \"" + users + "\", address = \"127.0.0.1/32\", method = " + method + " }";
    }

    @Test
    void withoutOpenFilesItGoesOnServingSaysSoOnceAndAcceptsAgain() throws Exception {
        try (Connection session = proxy.connect("scrammer", "kept-to-itself", "postgres");
                Connection console = proxy.connect("ops", "operates", "segue")) {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < OPEN_FILES; i++) {
                    silent.add(new Socket("127.0.0.1", proxy.port()));
                }
                await().until(() -> failuresInTheLog() > 0);

                // Long enough for some more failures, each of which would like to be said.
                await().during(1, TimeUnit.SECONDS).until(() -> "1".equals(only(session, "SELECT 1")));
                assertThat(openFiles(console)).isGreaterThan(OPEN_FILES - 5);
            } finally {
                for (Socket each : silent) {
                    each.close();
                }
            }
            await().ignoreExceptions().until(() -> connects("scrammer", "kept-to-itself"));
            assertThat(failuresInTheLog()).isEqualTo(1);
            await().until(() -> proxy.page("/ready").statusCode() == 200);
            assertThat(proxy.page("/metrics").body().lines())
                    .filteredOn(line -> line.startsWith("segue_connections_refused_total{reason=\"accept_failed\"}"))
                    .singleElement().satisfies(line -> assertThat(Double.parseDouble(line.split(" ")[1])).isGreaterThanOrEqualTo(5));
            assertThat(only(session, "SELECT 1")).isEqualTo("1");
            assertThat(proxy.isAlive()).isTrue();
        }
    }

    /** The proxy's own password is not among them: the driver keeps it, to log in again. */
    @Test
    void noPasswordOfAClientStaysInTheHeap() throws Exception {
        List<Connection> sessions = List.of(
                proxy.connect("scrammer", "kept-to-itself", "postgres"),
                proxy.connect("speaker", "said-in-the-clear", "postgres"),
                proxy.connect("hasher", "hashed-as-of-old", "postgres"));
        assertThatThrownBy(() -> proxy.connect("speaker", "wrong-and-in-the-clear", "postgres")).isInstanceOf(SQLException.class);

        String heap = new String(Files.readAllBytes(proxy.heapDump()), ISO_8859_1);

        assertThat(holds(heap, "scrammer")).as("a name is found where it is").isTrue();
        for (String password : List.of("kept-to-itself", "said-in-the-clear", "hashed-as-of-old", "wrong-and-in-the-clear")) {
            assertThat(holds(heap, password)).as(password).isFalse();
        }
        for (Connection session : sessions) {
            session.close();
        }
    }

    private static boolean holds(String heap, String text) {
        for (Charset charset : List.of(ISO_8859_1, UTF_16LE)) {
            if (heap.contains(new String(text.getBytes(charset), ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean connects(String role, String password) throws SQLException {
        proxy.connect(role, password, "postgres").close();
        return true;
    }

    private static long failuresInTheLog() throws IOException {
        return proxy.log().lines().filter(line -> line.contains("cannot accept connections")).count();
    }

    private static long openFiles(Connection console) throws SQLException {
        try (Statement statement = console.createStatement(); ResultSet rows = statement.executeQuery("SHOW LIMITS")) {
            while (rows.next()) {
                if (rows.getString("name").equals("open-files")) {
                    return rows.getLong("used");
                }
            }
        }
        throw new AssertionError("SHOW LIMITS says nothing of open files");
    }

    private static String only(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
