package io.segue.proxy.crowd;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.Proxy;
import io.segue.proxy.config.ConfigLoader;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A proxy with the shard {@code shop}, whose server has room for its links and some operators and for nobody else, and a shard {@code next} beside it. */
final class Shop implements AutoCloseable {

    private static final String PASSWORD = "the same for all";

    /** For Segue's own questions and whoever looks; three of them are the server's own reserve. */
    private static final int ROOM_FOR_OTHERS = 12;

    private static final String LIMITS = "connect = 5s, login = 60s, node-call = 30s, start = 60s";

    private final Path directory;
    private final int port = Ports.free();
    private final int pagePort = Ports.free();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final PostgresServer server;
    private final Connection console;

    /**
     * @param pools of the configuration
     * @param links of the shop's clients at most
     * @param clients of both shards; there is no room for more, but for the console's roles
     */
    Shop(Path directory, String pools, int links, int clients) throws Exception {
        this.directory = directory;
        try {
            server = keep(PostgresServer.create().configure("max_connections = " + (links + ROOM_FOR_OTHERS)));
            PostgresServer next = keep(PostgresServer.create());
            open(server, "shop");
            open(next, "next");
            keep(Proxy.start(ConfigLoader.load(configuration(pools, clients, next), Map.of()), List::of));
            console = keep(connect("segue", "ops"));
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private static void open(PostgresServer server, String database) {
        server.authenticate("host all ops,app 127.0.0.1/32 trust").start();
        SegueRole.create(server, PASSWORD);
        server.execute("CREATE ROLE ops LOGIN; CREATE ROLE app LOGIN");
        server.execute("CREATE DATABASE " + database + " OWNER app");
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private Path configuration(String pools, int clients, PostgresServer next) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(directory.resolve("segue.conf"), """
                segue {
                  listen = [ { address = "127.0.0.1", port = %d, authentication = trust } ]
                  http { address = "127.0.0.1", port = %d }
                  state-directory = "%s"
                  role { name = segue, password-file = "%s" }
                  console { roles = [ops] }
                  pools = [ %s ]
                  nodes {
                    %s
                    %s
                  }
                  shards {
                    shop { databases = [shop], nodes = [shop_a] }
                    next { databases = [next], nodes = [next_a] }
                  }
                  limits { clients = %d, reserved-clients = 3, %s }
                }
                """.formatted(
                port, pagePort, directory.resolve("state"), password, pools, node("shop_a", server), node("next_a", next), clients + 3, LIMITS));
    }

    private static String node(String name, PostgresServer server) {
        String shell = server.shellCommand().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        return "%s { host = \"127.0.0.1\", port = %d, data-directory = \"%s\", binaries = \"%s\", shell = [%s] }"
                .formatted(name, server.port(), server.dataDirectory(), server.binaries(), shell);
    }

    int port() {
        return port;
    }

    PostgresServer server() {
        return server;
    }

    Connection connect(String database, String user) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", user, "socketTimeout", "60", "sslmode", "disable"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** Of the console; done with the state that its answer names. */
    FutureTask<String> command(String command) {
        FutureTask<String> task = new FutureTask<>(() -> {
            try (Connection connection = connect("segue", "ops"); Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(command)) {
                row.next();
                return row.getString("state");
            }
        });
        Thread.ofPlatform().start(task);
        return task;
    }

    /** Of the shop's line in SHOW SHARDS. */
    String shown(String column) throws SQLException {
        try (Statement statement = console.createStatement(); ResultSet rows = statement.executeQuery("SHOW SHARDS")) {
            while (rows.next()) {
                if (rows.getString("shard").equals("shop")) {
                    return rows.getString(column);
                }
            }
            throw new AssertionError("SHOW SHARDS without the shop");
        }
    }

    void awaitHeld(int number) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> Integer.parseInt(shown("waiting")) >= number);
    }

    /** How many units of work of that shard had to wait, or were refused. */
    double metAClosedGate(String shard) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + pagePort + "/metrics");
            return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body().lines()
                    .filter(line -> line.startsWith("segue_hold_requests_total{") && line.contains("shard=\"" + shard + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("something of the shop did not close", e);
            }
        }
    }
}
