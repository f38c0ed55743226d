package io.segue.cli.e2e;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.cli.ledger.Ledger;
import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerBook;
import io.segue.cli.ledger.LedgerTable;
import io.segue.cli.ledger.MicroClock;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two servers, of which the second does not exist yet, and the proxy in front of the first. */
final class Stand implements AutoCloseable {


    final PostgresServer a;
    final PostgresServer b;
    final int port = Ports.free();
    final int httpPort = Ports.free();

    private final Path directory;
    private Process proxy;

    Stand() throws IOException, SQLException {
        this("");
    }

    /** @param more keys of the configuration */
    Stand(String more) throws IOException, SQLException {
        directory = Files.createTempDirectory("segue-e2e");
        a = PostgresServer.create().start();
        b = PostgresServer.unborn();
        SegueRole.create(a, "segue's own");
        a.execute("CREATE ROLE ops LOGIN PASSWORD 'operator'");
        try (Connection connection = a.connect()) {
            LedgerTable.create(connection);
        }
        Path password = directory.resolve("password");
        Files.writeString(password, "segue's own\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(configuration(), text(password, more));
        startProxy();
    }

    void startProxy() {
        proxy = Programs.proxy(configuration(), directory.resolve("proxy.log"));
    }

    /** Waits until clients are served. */
    Stand ready() {
        await().ignoreExceptions().until(() -> answer(() -> client("test"), "SELECT 1").equals("1"));
        return this;
    }

    void killProxy() {
        proxy.destroyForcibly().onExit().join();
    }

    /** SIGTERM. */
    void stopProxy() throws InterruptedException {
        proxy.destroy();
        proxy.waitFor();
    }

    /** Kills the proxy as soon as its journal says that a state was entered. */
    void killProxyWhenJournalSays(String state) {
        await().pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> journal().contains('"' + state + '"'));
        killProxy();
    }

    Programs.Run segue(String... arguments) throws IOException, InterruptedException {
        String[] all = Stream.concat(Stream.of("--port", Integer.toString(port), "--user", "ops"), Arrays.stream(arguments))
                .toArray(String[]::new);
        return Programs.commandLine(Map.of("PGPASSWORD", "operator"), all);
    }

    /** Carries out a command that must succeed. */
    Programs.Run done(String... arguments) throws IOException, InterruptedException {
        Programs.Run run = segue(arguments);
        assertThat(run.exitCode()).as("%s%n%s%n%s%n%s", List.of(arguments), run.out(), run.err(), proxyLog()).isZero();
        return run;
    }

    Connection client(String application) throws SQLException {
        return connect(port, "postgres", PostgresServer.SUPERUSER, PostgresServer.PASSWORD, application);
    }

    Connection console() throws SQLException {
        return connect(port, "segue", "ops", "operator", "");
    }

    Ledger ledger(int writers, int readers) {
        return Ledger.start(this::client, writers, readers, new MicroClock());
    }

    /** Compares the books with the server that takes writes now. */
    LedgerAudit audit(LedgerBook book) throws SQLException {
        try (Connection connection = client("audit")) {
            return LedgerAudit.of(book.fates(), connection);
        }
    }

    /** The server behind the proxy, by its port. */
    int servingPort() throws SQLException {
        return Integer.parseInt(answer(() -> client("test"), "SELECT current_setting('port')"));
    }

    static boolean isStandby(PostgresServer server) throws SQLException {
        return answer(server::connect, "SELECT pg_is_in_recovery()").equals("t");
    }

    static String answer(Opening opening, String sql) throws SQLException {
        try (Connection connection = opening.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    String proxyLog() throws IOException {
        return Files.readString(directory.resolve("proxy.log"));
    }

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    @Override
    public void close() throws IOException {
        killProxy();
        a.close();
        b.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path configuration() {
        return directory.resolve("segue.conf");
    }

    private String journal() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            Path journal = files.filter(file -> file.toString().endsWith(".journal")).findFirst().orElseThrow();
            return Files.readString(journal);
        }
    }

    private static Connection connect(int port, String database, String user, String password, String application) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", user, "password", password, "ApplicationName", application, "socketTimeout", "60"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private String text(Path password, String more) {
        String shell = a.shellCommand().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        return """
                segue {
                  listen = [ { address = "127.0.0.1", port = %d, authentication = scram-sha-256 } ]
                  http { address = "127.0.0.1", port = %d }
                  state-directory = "%s"
                  role { name = segue, password-file = "%s" }
                  console { roles = [ops] }
                  nodes {
                    node_a { host = "127.0.0.1", port = %d, data-directory = "%s", binaries = "%s", shell = [%s] }
                    node_b { host = "127.0.0.1", port = %d, data-directory = "%s", binaries = "%s", shell = [%s] }
                  }
                  shards { main { databases = ["*"], nodes = [node_a, node_b] } }
                  limits { login = 60s, connect = 5s, hold = 4500ms, switchover = 3s, hold-gap = 100ms, attempts = 2, node-call = 30s, start = 60s, shutdown = 60s }
                  %s
                }
                """
                .formatted(
                        port, httpPort, directory.resolve("state"), password,
                        a.port(), a.dataDirectory(), a.binaries(), shell,
                        b.port(), b.dataDirectory(), b.binaries(), shell, more);
    }
}
