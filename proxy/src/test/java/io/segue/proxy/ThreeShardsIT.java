package io.segue.proxy;

import static io.segue.proxy.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.segue.proxy.config.ConfigLoader;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
import io.segue.proxy.testing.SegueRole;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two shards of one proxy move at the same time while clients write to them, and a third does not move. Each move is its own: nobody is
 * told of an error, nothing is lost, and nobody of the third ever meets a closed gate.
 */
class ThreeShardsIT {

    private static final System.Logger LOG = System.getLogger("three-shards");
    private static final String PASSWORD = "the same for all";
    private static final List<String> NAMES = List.of("one", "two", "three");

    @TempDir
    private Path directory;

    private final int port = Ports.free();
    private final int pagePort = Ports.free();

    /** A shard's servers and the client that writes to it. */
    private record Stall(String name, PostgresServer a, PostgresServer b) implements AutoCloseable {

        static Stall open(String name) {
            PostgresServer a = PostgresServer.create().start();
            SegueRole.create(a, PASSWORD);
            a.execute("CREATE ROLE ops LOGIN PASSWORD '" + PASSWORD + "'; CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'");
            a.execute("CREATE DATABASE " + name + " OWNER app");
            return new Stall(name, a, PostgresServer.unborn());
        }

        String nodes() {
            return node("a", a) + node("b", b);
        }

        private String node(String which, PostgresServer server) {
            String shell = server.shellCommand().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
            return "%s_%s { host = \"127.0.0.1\", port = %d, data-directory = \"%s\", binaries = \"%s\", shell = [%s] }\n"
                    .formatted(name, which, server.port(), server.dataDirectory(), server.binaries(), shell);
        }

        String shard() {
            return "%1$s { databases = [%1$s], nodes = [%1$s_a, %1$s_b] }\n".formatted(name);
        }

        @Override
        public void close() {
            a.close();
            b.close();
        }
    }

    /** Inserts one row after the other; an error ends it, and the test. */
    private final class Writer implements AutoCloseable {

        private final Connection connection;
        private final FutureTask<Integer> work = new FutureTask<>(this::write);
        private final List<Long> tookNanos = Collections.synchronizedList(new ArrayList<>());
        private volatile int acknowledged;
        private volatile boolean over;

        Writer(String shard) throws SQLException {
            connection = connect(shard, "app");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE row (i int)");
            }
            Thread.ofPlatform().name("writer of " + shard).start(work);
        }

        private int write() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                while (!over) {
                    long begin = System.nanoTime();
                    statement.execute("INSERT INTO row VALUES (" + (acknowledged + 1) + ")");
                    acknowledged++;
                    tookNanos.add(System.nanoTime() - begin);
                }
            }
            return acknowledged;
        }

        void awaitRows(int rows) {
            int now = acknowledged;
            await().until(() -> acknowledged >= now + rows);
        }

        /** In milliseconds, of the rows between two counts. For people: a shared machine is no place for a limit. */
        double p99(int from, int to) {
            List<Long> sorted = new ArrayList<>(tookNanos.subList(from, Math.min(to, tookNanos.size()))).stream().sorted().toList();
            return sorted.get(sorted.size() * 99 / 100) / 1e6;
        }

        int end() throws Exception {
            over = true;
            return work.get(60, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws SQLException {
            over = true;
            connection.close();
        }
    }

    private Connection connect(String database, String user) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of("user", user, "password", PASSWORD, "socketTimeout", "60"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private String console(String command, int column) throws SQLException {
        try (Connection console = connect("segue", "ops");
                Statement statement = console.createStatement();
                ResultSet rows = statement.executeQuery(command)) {
            rows.next();
            return rows.getString(column);
        }
    }

    private FutureTask<String> commanding(String command) {
        FutureTask<String> task = new FutureTask<>(() -> console(command, 3));
        Thread.ofPlatform().start(task);
        return task;
    }

    private Path configuration(List<Stall> stalls) throws Exception {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(directory.resolve("segue.conf"), """
                segue {
                  listen = [ { address = "127.0.0.1", port = %d, authentication = scram-sha-256 } ]
                  http { address = "127.0.0.1", port = %d }
                  state-directory = "%s"
                  role { name = segue, password-file = "%s" }
                  console { roles = [ops] }
                  nodes { %s }
                  shards { %s }
                  limits { hold = 4500ms, drain = 1500ms, switchover = 3s, connect = 5s, node-call = 30s, start = 60s }
                }
                """.formatted(
                port, pagePort, directory.resolve("state"), password,
                stalls.stream().map(Stall::nodes).collect(Collectors.joining()), stalls.stream().map(Stall::shard).collect(Collectors.joining())));
    }

    /** How many commands of that shard have left a report. */
    private long reports(String shard) throws SQLException {
        try (Connection console = connect("segue", "ops");
                Statement statement = console.createStatement();
                ResultSet rows = statement.executeQuery("SHOW REPORTS")) {
            long count = 0;
            while (rows.next()) {
                count += rows.getString("shard").equals(shard) ? 1 : 0;
            }
            return count;
        }
    }

    /** How many units of work of that shard had to wait, or were refused. */
    private double metAClosedGate(String shard) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + pagePort + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body().lines()
                    .filter(line -> line.startsWith("segue_hold_requests_total{") && line.contains("shard=\"" + shard + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Test
    void twoMoveAtTheSameTimeAndTheThirdIsNotConcerned() throws Exception {
        List<Stall> stalls = new ArrayList<>();
        try {
            NAMES.forEach(name -> stalls.add(Stall.open(name)));
            try (Proxy _ = Proxy.start(ConfigLoader.load(configuration(stalls), Map.of()), List::of)) {
                move(stalls);
            }
        } finally {
            stalls.forEach(Stall::close);
        }
    }

    private void move(List<Stall> stalls) throws Exception {
        List<FutureTask<String>> prepared = List.of(commanding("PREPARE one TO one_b"), commanding("PREPARE two TO two_b"));
        for (FutureTask<String> each : prepared) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("READY");
        }
        try (Writer one = new Writer("one");
                Writer two = new Writer("two");
                Writer three = new Writer("three")) {
            three.awaitRows(1_000);
            int before = three.acknowledged;
            List<FutureTask<String>> moves = List.of(commanding("CUTOVER one"), commanding("CUTOVER two"));
            for (FutureTask<String> each : moves) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("MOVED");
            }
            int after = three.acknowledged;
            assertThat(after).as("the third goes on").isGreaterThan(before);
            LOG.log(System.Logger.Level.INFO, "p99 of the shard that does not move: %.2f ms before, %.2f ms while two others move (%d and %d rows)"
                    .formatted(three.p99(0, before), three.p99(before, after), before, after - before));
            int soFar = one.acknowledged + two.acknowledged;
            await().until(() -> one.acknowledged + two.acknowledged > soFar + 100);
            for (Writer writer : List.of(one, two, three)) {
                writer.end();
            }
            assertRows(stalls.get(0).b(), "one", one.acknowledged);
            assertRows(stalls.get(1).b(), "two", two.acknowledged);
            assertRows(stalls.get(2).a(), "three", three.acknowledged);
        }
        assertThat(console("SHOW REPORT one", 1)).contains("CUTOVER of shard one");
        assertThat(reports("three")).as("reports of the third").isZero();
        assertThat(metAClosedGate("one")).as("the counters count").isPositive();
        assertThat(metAClosedGate("three")).as("statements of the third that met a closed gate").isZero();
    }

    /** Each row once. */
    private static void assertRows(PostgresServer server, String database, int acknowledged) throws SQLException {
        try (Connection connection = server.connect(PostgresServer.SUPERUSER, PostgresServer.PASSWORD, database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), count(DISTINCT i), max(i), pg_is_in_recovery() FROM row")) {
            row.next();
            assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3))).as("rows of %s", database).containsOnly(acknowledged);
            assertThat(row.getBoolean(4)).isFalse();
        }
    }
}
