package io.segue.cli.stage;

import io.segue.cli.ledger.ConnectionSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The proxy as a process: its configuration written, started, known to be ready by a login through it, stopped as an operator would. */
public final class ProxyProcess implements AutoCloseable {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_MILLIS = 50;
    private static final int STOP_SECONDS = 10;
    /** Longer than any hold may last, so that a client waits for its answer and not for this. */
    private static final int ANSWER_SECONDS = 20;

    private final Workplace workplace;
    private final Programs programs;
    private final Servers servers;
    private final ProxySettings settings;
    private final Path launcher;
    private final int port;
    private final int httpPort;
    /** Of its files. */
    private final String prefix;
    private Map<String, String> environment = Map.of();
    private Process process;

    public ProxyProcess(Workplace workplace, Programs programs, Servers servers, ProxySettings settings, Path launcher, int port, int httpPort) {
        this(workplace, programs, servers, settings, launcher, port, httpPort, "");
    }

    private ProxyProcess(
            Workplace workplace, Programs programs, Servers servers, ProxySettings settings, Path launcher, int port, int httpPort, String prefix) {
        this.workplace = workplace;
        this.programs = programs;
        this.servers = servers;
        this.settings = settings;
        this.launcher = launcher;
        this.port = port;
        this.httpPort = httpPort;
        this.prefix = prefix;
    }

    /** Another proxy in front of the same servers, for traffic only: two of them must not move the same shard. */
    public ProxyProcess beside(String name, ProxySettings others) throws StageException {
        try {
            return new ProxyProcess(
                    workplace, programs, servers, others, launcher, Servers.freePort(), Servers.freePort(), name + ".");
        } catch (IOException e) {
            throw new StageException("no free port", e);
        }
    }

    public int port() {
        return port;
    }

    public MetricsPage metrics() {
        return MetricsPage.at(httpPort);
    }

    public Path configuration() {
        return workplace.resolve(prefix + "segue.conf");
    }

    /** Where it keeps its route and its journal. */
    public Path state() {
        return workplace.resolve(prefix + "state");
    }

    public Path log() {
        return workplace.resolve(prefix + "proxy.log");
    }

    /** Before a start: variables for the proxy itself. The servers that it starts do not see LD_PRELOAD. */
    public void environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    /** Starts it and waits until a client gets through to the database. */
    public void start() throws StageException, InterruptedException {
        writeConfiguration();
        launch();
        awaitReady();
    }

    /** Starts it with the configuration that is there, and waits for nothing. Its log goes on. */
    public void launch() throws StageException {
        try {
            ProcessBuilder builder = programs.builder(List.of(launcher.toString(), "proxy", "-c", configuration().toString()))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("SEGUE_BUILD", "never");
            settings.javaOptions().ifPresent(options -> builder.environment().put("SEGUE_JAVA_OPTS", options));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new StageException("cannot run " + launcher, e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, and its end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Clients' connections through the proxy, as the application's role. */
    public ConnectionSource clients() {
        return application -> {
            Properties properties = new Properties();
            properties.setProperty("user", servers.application().role());
            properties.setProperty("password", servers.application().password());
            properties.setProperty("ApplicationName", application);
            properties.setProperty("connectTimeout", String.valueOf(ANSWER_SECONDS));
            properties.setProperty("socketTimeout", String.valueOf(ANSWER_SECONDS));
            return DriverManager.getConnection("jdbc:postgresql://" + Server.HOST + ":" + port + "/" + Servers.DATABASE, properties);
        };
    }

    /** SIGTERM, and SIGKILL for one that does not listen. */
    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
            process.destroyForcibly().onExit().join();
        }
    }

    private void awaitReady() throws StageException, InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (true) {
            if (!process.isAlive()) {
                throw new StageException("the proxy ended with " + process.exitValue() + " before anybody could log in");
            }
            try (Connection connection = clients().open("segue-demo")) {
                connection.isValid(ANSWER_SECONDS);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException("nobody can log in through the proxy", e);
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void writeConfiguration() throws StageException {
        Path password = workplace.writeSecret(prefix + "segue.password", servers.segue().password() + "\n");
        String shell = Stream.concat(Stream.of("env", "-u", "LD_PRELOAD"), programs.asServer(List.of("sh")).stream()).map(ProxyProcess::quoted).collect(Collectors.joining(", ", "[", "]"));
        String text =
                """
                segue {
                  listen = [ { address = "%1$s", port = %2$d, authentication = scram-sha-256%17$s } ]
                  http { address = "%1$s", port = %3$d }
                  state-directory = %4$s
                  role { name = %5$s, database = postgres, password-file = %6$s }
                  console { roles = [%7$s] }
                  nodes {
                    node_a { host = "%14$s", port = %8$d, data-directory = %9$s, binaries = %10$s, shell = %11$s }
                    node_b { host = "%14$s", port = %12$d, data-directory = %13$s, binaries = %10$s, shell = %11$s }
                  }
                  shards { main { databases = ["*"], nodes = [node_a, node_b] } }
                  limits { %15$s }
                  %16$s
                }
                """
                        .formatted(
                                Server.HOST,
                                port,
                                httpPort,
                                quoted(state()),
                                servers.segue().role(),
                                quoted(password),
                                servers.operator().role(),
                                servers.a().port(),
                                quoted(servers.a().dataDirectory()),
                                quoted(programs.binaries()),
                                shell,
                                servers.b().port(),
                                quoted(servers.b().dataDirectory()),
                                settings.nodeHost(),
                                settings.limits(),
                                settings.more(),
                                settings.listener());
        try {
            Files.writeString(configuration(), text);
        } catch (IOException e) {
            throw new StageException("cannot write " + configuration(), e);
        }
    }

    private static String quoted(Object text) {
        return "\"" + text + "\"";
    }
}
