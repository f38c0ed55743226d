package io.segue.cli.bench;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.Certificate;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.Workplace;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Other proxies in front of the same server, started as their manuals say. One that is not installed does not take part. */
final class Peers {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_MILLIS = 20;
    private static final int TAIL_LINES = 5;

    /** As many server connections as pay on few cores; PgBouncer's own default is 20. */
    static final int POOL = 20;

    private static final Pattern PGBOUNCER_VERSION = Pattern.compile("PgBouncer 1\\.(\\d+)");
    private static final int PREPARED_SINCE_MINOR = 21;

    private static final String PGBOUNCER =
            """
            [databases]
            * = host=%s port=%d
            [pgbouncer]
            listen_addr = %s
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s
            pool_mode = %s
            default_pool_size = %d
            max_client_conn = %d
            server_tls_sslmode = disable
            %s
            ignore_startup_parameters = extra_float_digits
            log_connections = 0
            log_disconnections = 0
            """;

    private static final String HAPROXY =
            """
            global
                nbthread 1
                maxconn 2000
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1h
                timeout server 1h
            listen postgres
                bind %s:%d
                server server %s:%d
            """;

    private final Stage stage;
    private final Optional<Certificate> certificate;

    /** @param certificate of those who run as the servers do, when there is one */
    Peers(Stage stage, Optional<Certificate> certificate) {
        this.stage = stage;
        this.certificate = certificate;
    }

    /** Those that are installed, each ready for clients. */
    List<Endpoint> start() throws StageException, InterruptedException {
        List<Endpoint> peers = new ArrayList<>();
        Optional<String> pgbouncer = found("pgbouncer");
        if (pgbouncer.isPresent()) {
            peers.add(pgbouncer(pgbouncer.get(), "session", Options.MOST_CLIENTS));
            peers.add(pgbouncer(pgbouncer.get(), "transaction", POOL));
        }
        Optional<String> haproxy = found("haproxy");
        if (haproxy.isPresent()) {
            peers.add(haproxy(haproxy.get()));
        }
        return peers;
    }

    private Endpoint pgbouncer(String program, String mode, int pool) throws StageException, InterruptedException {
        Server server = stage.servers().a();
        Account application = stage.servers().application();
        int port = freePort();
        Path users = write("pgbouncer-" + mode + ".users", "\"%s\" \"%s\"%n".formatted(application.role(), application.password()));
        Path configuration = write(
                "pgbouncer-" + mode + ".ini",
                PGBOUNCER.formatted(Server.HOST, server.port(), Server.HOST, port, users, mode, pool, Crowd.MOST_CLIENTS, preparedStatements(program) + encryption()));
        return begin("pgbouncer-" + mode, port, stage.programs().asServer(List.of(program, configuration.toString())));
    }

    /** Its transaction pools follow prepared statements since 1.21; before, it does not know the key. */
    private String preparedStatements(String program) throws StageException, InterruptedException {
        Matcher version = PGBOUNCER_VERSION.matcher(stage.programs().run(List.of(program, "--version")));
        boolean follows = version.find() && Integer.parseInt(version.group(1)) >= PREPARED_SINCE_MINOR;
        return follows ? "max_prepared_statements = 100" : "";
    }

    /** Of its clients, who may. HAProxy hands a client's TLS on to the server as it is. */
    private String encryption() {
        return certificate.map(it -> "%nclient_tls_sslmode = allow%nclient_tls_cert_file = %s%nclient_tls_key_file = %s".formatted(it.certificate(), it.key()))
                .orElse("");
    }

    private Endpoint haproxy(String program) throws StageException, InterruptedException {
        int port = freePort();
        Path configuration = write("haproxy.cfg", HAPROXY.formatted(Server.HOST, port, Server.HOST, stage.servers().a().port()));
        return begin("haproxy", port, List.of(program, "-f", configuration.toString()));
    }

    private Endpoint begin(String name, int port, List<String> command) throws StageException, InterruptedException {
        try {
            Process process = stage.programs().builder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(stage.workplace().resolve(name + ".log").toFile())
                    .start();
            stage.curtain().add(() -> {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                process.waitFor();
            });
            awaitListening(name, port, process);
            return new Endpoint(name, port, OptionalLong.of(process.pid()));
        } catch (IOException e) {
            throw new StageException("cannot run " + command.getFirst(), e);
        }
    }

    private void awaitListening(String name, int port, Process process) throws StageException, InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(Server.HOST, port));
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new StageException(name + " does not listen: " + Workplace.tail(stage.workplace().resolve(name + ".log"), TAIL_LINES), e);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** The password is a toy's, and the directory is deleted with it; whoever runs the peer must be able to read it. */
    private Path write(String name, String text) throws StageException {
        try {
            return Files.writeString(stage.workplace().resolve(name), text);
        } catch (IOException e) {
            throw new StageException("cannot write " + name, e);
        }
    }

    private static int freePort() throws StageException {
        try {
            return Servers.freePort();
        } catch (IOException e) {
            throw new StageException("no free port", e);
        }
    }

    private static Optional<String> found(String program) {
        return Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/")
                .map(directory -> directory + program)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }
}
