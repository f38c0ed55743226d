package io.segue.proxy;

import static io.segue.proxy.testing.Patience.await;

import io.segue.proxy.testing.Patience;
import io.segue.proxy.testing.Ports;
import io.segue.proxy.testing.PostgresServer;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The proxy as a process of its own, in front of a real server, as a service manager starts it: with so many open files and no more. */
final class ProxyProcess implements AutoCloseable {

    static final String OWN_PASSWORD = "the proxy's own";

    private final Path directory;
    private final int port = Ports.free();
    private final int httpPort = Ports.free();
    private final Process process;

    /**
     * Ready when this returns.
     *
     * @param server runs, and has a superuser {@code segue} with {@link #OWN_PASSWORD}
     * @param rules of {@code hba}
     */
    ProxyProcess(PostgresServer server, Path directory, int openFiles, List<String> rules) throws IOException {
        this(directory, openFiles, nowhere(server), "", "login = 60s, connect = 5s", rules);
    }

    /**
     * In front of a pair. What one that was started in the same directory has left there is found by the next.
     *
     * @param a as above
     * @param b may be only a place
     * @param fenced program of the hook of that name
     */
    static ProxyProcess ofPair(PostgresServer a, PostgresServer b, Path directory, Path fenced, String limits, List<String> rules) throws IOException {
        return new ProxyProcess(
                directory, 1_000, node("node_a", a) + "\n    " + node("node_b", b), "hooks { fenced = \"" + fenced + "\" }", limits, rules);
    }

    private ProxyProcess(Path directory, int openFiles, String nodes, String hooks, String limits, List<String> rules) throws IOException {
        this.directory = directory;
        Path configuration = Files.writeString(directory.resolve("segue.conf"), configuration(nodes, hooks, limits, rules));
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "proxy",
                java("java"), "-XX:+UseSerialGC", "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.segue.proxy.Main", "-c", configuration.toString());
        builder.environment().put("SEGUE_LOG_LEVEL", "INFO");
        process = builder.redirectErrorStream(true).redirectOutput(logFile().toFile()).start();
        await().pollInterval(Duration.ofMillis(50)).until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new IllegalStateException("the proxy ended with " + process.exitValue() + ":\n" + log());
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String nowhere(PostgresServer server) {
        return node("node_a", server) + "\n    " + node("node_b", Ports.free(), "/nowhere", server);
    }

    private static String node(String name, PostgresServer server) {
        return node(name, server.port(), server.dataDirectory().toString(), server);
    }

    private static String node(String name, int port, String dataDirectory, PostgresServer server) {
        String shell = server.shellCommand().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        return "%s { host = \"127.0.0.1\", port = %d, data-directory = \"%s\", binaries = \"%s\", shell = [%s] }"
                .formatted(name, port, dataDirectory, server.binaries(), shell);
    }

    private String configuration(String nodes, String hooks, String limits, List<String> rules) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), OWN_PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return """
                segue {
                  listen = [ { address = "127.0.0.1", port = %d, authentication = hba } ]
                  hba = [
                    %s
                  ]
                  http { port = %d }
                  state-directory = "%s"
                  role { name = segue, password-file = "%s" }
                  console { roles = [ops] }
                  nodes {
                    %s
                  }
                  shards { main { databases = ["*"], nodes = [node_a, node_b], %s } }
                  limits { %s }
                }
                """
                .formatted(port, String.join("\n    ", rules), httpPort, directory.resolve("state"), password, nodes, hooks, limits);
    }

    private boolean isReady() {
        try {
            return page("/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Ends it as a crash does. */
    void kill9() {
        process.destroyForcibly().onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has logged. */
    String log() throws IOException {
        return Files.readString(logFile());
    }

    private Path logFile() {
        return directory.resolve("proxy.log");
    }

    /** The caller closes it. */
    Connection connect(String role, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    HttpResponse<String> page(String path) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(Patience.LIMIT).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path)).timeout(Patience.LIMIT).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Everything that lives in its heap, in a file. */
    Path heapDump() throws IOException, InterruptedException {
        Path dump = directory.resolve("heap.hprof");
        Process jcmd = new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true).redirectOutput(directory.resolve("jcmd.log").toFile()).start();
        if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
            throw new IOException("no heap dump: " + Files.readString(directory.resolve("jcmd.log")));
        }
        return dump;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}
