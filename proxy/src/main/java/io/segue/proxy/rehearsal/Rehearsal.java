package io.segue.proxy.rehearsal;

import io.segue.protocol.login.ScramSha256;
import io.segue.protocol.sql.QueryKind;
import io.segue.protocol.sql.StringSyntax;
import io.segue.proxy.Proxy;
import io.segue.proxy.config.ConfigLoader;
import io.segue.proxy.config.InvalidConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Rehearsal DIRECTORY}: plays everything once, with its files in an empty directory, which the caller takes away. Ends with an exception
 * when anything is not as with a real server.
 */
public final class Rehearsal {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    private static final String CONSOLE = "segue";
    private static final String SHARD = "main";

    /** The console's commands behind {@code segue status} and its like. */
    private static final List<String> COMMANDS =
            List.of("SHOW SHARDS", "SHOW MIGRATIONS", "SHOW NODES", "SHOW CLIENTS", "SHOW POOLS", "SHOW LIMITS", "SHOW VERSION");

    /** From the second time on pgjdbc names the statement, which the proxy then has to remember. */
    private static final int TIMES = 3;

    /** A busy machine is slow; whoever waits for longer waits for nothing. */
    private static final String ANSWER_SECONDS = "30";

    /** What a hold asks of a text: whether it only reads. */
    private static final List<String> LOOKED_AT =
            List.of("SELECT a, lower(b) FROM s.t WHERE c = 1 AND d = 'e'", "BEGIN READ ONLY", "UPDATE t SET a = 1", "SELECT 1; SELECT 2");

    private static final int ROUNDS = 2;
    private static final int LIMIT_SECONDS = 120;
    private static final long RETRY_MILLIS = 50;

    private final Path directory;
    private final String password = ScramSha256.nonce(new SecureRandom());

    Rehearsal(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws InterruptedException {
        FutureTask<Void> play = new FutureTask<>(() -> {
            OwnClasses.load();
            new Rehearsal(Path.of(arguments[0])).play();
            return null;
        });
        Thread.ofPlatform().daemon().name("rehearsal").start(play);
        try {
            play.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.error("the rehearsal has failed", e);
            System.exit(1);
        }
    }

    /**
     * Starts twice: the second time there is a route to be read, as after a crash. Returns when everything is closed again.
     *
     * @throws IOException when a port or a file cannot be had
     * @throws SQLException when a client is not served
     */
    void play() throws IOException, InvalidConfigException, SQLException, InterruptedException {
        try (StandInServer server = StandInServer.open(password)) {
            Path passwordFile = passwordFile();
            for (int round = 0; round < ROUNDS; round++) {
                Ports ports = Ports.free();
                Path configuration = configuration(passwordFile, server.port(), ports);
                try (Proxy _ = Proxy.start(ConfigLoader.load(configuration, Map.of()), List::of)) {
                    awaitService(ports.proxy());
                    useDatabase(ports.proxy());
                    useConsole(ports.proxy());
                    waitInAPause(ports.proxy());
                }
            }
        }
    }

    /** On a slow machine a proxy may be there before it knows where its shard is, and refuse clients for a moment. */
    private void awaitService(int port) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            try (Connection _ = connect(port, "postgres")) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS / 2)) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void useDatabase(int port) throws SQLException {
        try (Connection client = connect(port, "postgres")) {
            for (int i = 0; i < TIMES; i++) {
                try (PreparedStatement statement = client.prepareStatement("SELECT 1 WHERE 1 = ?")) {
                    statement.setInt(1, 1);
                    expectRow(statement.executeQuery());
                }
            }
            client.setAutoCommit(false);
            try (Statement statement = client.createStatement()) {
                statement.execute("SET work_mem = '4MB'");
            }
            write(client);
            client.commit();
        }
    }

    private void useConsole(int port) throws SQLException {
        try (Connection operator = connect(port, CONSOLE);
                Statement statement = operator.createStatement()) {
            for (String command : COMMANDS) {
                statement.execute(command);
            }
        }
    }

    /** A move's hold goes through the same gate, and the first one is the one that clients wait for. */
    private void waitInAPause(int port) throws SQLException, InterruptedException {
        LOOKED_AT.forEach(text -> QueryKind.of(text.getBytes(StandardCharsets.UTF_8), StringSyntax.STANDARD_CONFORMING));
        try (Connection operator = connect(port, CONSOLE);
                Statement command = operator.createStatement();
                Connection client = connect(port, "postgres")) {
            command.execute("PAUSE " + SHARD + " TIMEOUT '" + ANSWER_SECONDS + "s'");
            FutureTask<Void> write = new FutureTask<>(() -> {
                write(client);
                return null;
            });
            Thread.ofPlatform().daemon().name("writer").start(write);
            awaitWaiting(command);
            command.execute("RESUME " + SHARD);
            write.get(LIMIT_SECONDS / 2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SQLException("what waited in a pause was not answered", e);
        }
    }

    private static void awaitWaiting(Statement command) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            try (ResultSet shards = command.executeQuery("SHOW SHARDS")) {
                shards.next();
                if (shards.getInt("waiting") > 0) {
                    return;
                }
            }
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS / 2)) {
                throw new SQLException("nothing waits in a pause");
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    private static void write(Connection client) throws SQLException {
        try (Statement statement = client.createStatement()) {
            statement.executeUpdate("UPDATE anything SET it = it + 1");
        }
    }

    private static void expectRow(ResultSet rows) throws SQLException {
        try (rows) {
            if (!rows.next()) {
                throw new SQLException("a SELECT through the proxy has no row");
            }
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", StandInServer.ROLE);
        properties.setProperty("password", password);
        properties.setProperty("prepareThreshold", "2");
        properties.setProperty("connectTimeout", ANSWER_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private Path passwordFile() throws IOException {
        Path file = Files.createFile(
                directory.resolve("password"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n");
    }

    /** With a second node, which is down: one more thing that a start has to cope with. */
    private Path configuration(Path passwordFile, int serverPort, Ports ports) throws IOException {
        return Files.writeString(
                directory.resolve("segue.conf"),
                """
                segue {
                  listen = [ { address = "127.0.0.1", port = %1$d, authentication = scram-sha-256 } ]
                  http { address = "127.0.0.1", port = %2$d }
                  state-directory = "%3$s/state"
                  role { name = %4$s, database = postgres, password-file = "%5$s" }
                  console { roles = [%4$s] }
                  nodes {
                    node_a { host = "127.0.0.1", port = %6$d, data-directory = "%3$s/a", binaries = "/usr/bin", shell = ["sh"] }
                    node_b { host = "127.0.0.1", port = %7$d, data-directory = "%3$s/b", binaries = "/usr/bin", shell = ["sh"] }
                  }
                  shards { %8$s { databases = ["*"], nodes = [node_a, node_b] } }
                }
                """
                        .formatted(ports.proxy(), ports.page(), directory, StandInServer.ROLE, passwordFile, serverPort, ports.nobody(), SHARD));
    }

    /** Of 127.0.0.1, that nobody listens on just now. When somebody does a moment later the start fails. */
    private record Ports(int proxy, int page, int nobody) {

        static Ports free() throws IOException {
            try (ServerSocket proxy = any(); ServerSocket page = any(); ServerSocket nobody = any()) {
                return new Ports(proxy.getLocalPort(), page.getLocalPort(), nobody.getLocalPort());
            }
        }

        private static ServerSocket any() throws IOException {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }
    }
}
