package io.segue.cli.stage;

import io.segue.cli.grants.Grants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The two servers: node_a with a database and roles, node_b no more than a free port and the name of a directory that is not there yet.
 *
 * @param superuser made by initdb; used to look behind the curtain only
 * @param segue the proxy's own role
 * @param operator may use the console
 * @param application owns the database
 * @param connections that each of them takes
 */
public record Servers(Server a, Server b, Account superuser, Account segue, Account operator, Account application, int connections) {

    public static final String DATABASE = "app";

    private static final int FIRST_PORT = 15_000;
    private static final int BEHIND_LAST_PORT = 32_000;
    private static final int PORT_TRIES = 1_000;

    private static final String SETTINGS =
            """
            listen_addresses = '%s'
            port = %d
            unix_socket_directories = ''
            max_connections = %d
            shared_buffers = 128MB
            logging_collector = on
            log_directory = 'log'
            log_filename = 'postgresql.log'
            log_file_mode = 0644
            log_timezone = 'UTC'
            log_line_prefix = '%%m [%%p] %%q%%u@%%d '
            """;

    /** Two servers that are not there yet. @param connections {@code max_connections} */
    public static Servers plan(Workplace workplace, Programs programs, int connections) throws StageException {
        try {
            return new Servers(
                    new Server("node_a", freePort(), workplace.resolve("node_a"), programs),
                    new Server("node_b", freePort(), workplace.resolve("node_b"), programs),
                    new Account("postgres", Workplace.newPassword()),
                    new Account("segue", Workplace.newPassword()),
                    new Account("ops", Workplace.newPassword()),
                    new Account("app", Workplace.newPassword()),
                    connections);
        } catch (IOException e) {
            throw new StageException("no free port", e);
        }
    }

    /**
     * A port nobody listens on at this instant, below those that systems give to outgoing connections (Linux: net.ipv4.ip_local_port_range):
     * one of these could take the place of a server while it is down.
     */
    public static int freePort() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < PORT_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, BEHIND_LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral(Server.HOST))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    public Stream<Server> all() {
        return Stream.of(a, b);
    }

    public Server other(Server server) {
        return server.equals(a) ? b : a;
    }

    /** Makes node_a, starts it, and creates the roles and the application's database. */
    public void raise(Programs programs) throws StageException, InterruptedException {
        try {
            initialise(programs);
            a.start();
            try (Connection connection = a.connect(superuser, "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute(Grants.sql("segue", connection.getMetaData().getDatabaseMajorVersion()));
                statement.execute("ALTER ROLE segue PASSWORD '" + segue.password() + "'");
                statement.execute("CREATE ROLE ops LOGIN PASSWORD '" + operator.password() + "'");
                statement.execute("CREATE ROLE app LOGIN PASSWORD '" + application.password() + "'");
                statement.execute("CREATE DATABASE app OWNER app");
            }
        } catch (IOException | SQLException e) {
            throw new StageException("cannot set up node_a", e);
        }
    }

    private void initialise(Programs programs) throws IOException, StageException, InterruptedException {
        Path password = Files.createTempFile(programs.directory(), "superuser", ".password");
        try {
            Files.writeString(password, superuser.password());
            // For the moment of initdb, which runs as somebody else, and in a directory that is about to hold nothing but toys.
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
            programs.run(programs.asServer(List.of(
                    programs.postgres("initdb"), "--pgdata=" + a.dataDirectory(), "--username=" + superuser.role(),
                    "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions")));
            Files.writeString(
                    a.dataDirectory().resolve("postgresql.conf"), SETTINGS.formatted(Server.HOST, a.port(), connections), StandardOpenOption.APPEND);
        } finally {
            Files.delete(password);
        }
    }

    /**
     * The server that takes writes, by asking both.
     *
     * @throws StageException when none does; when both do the promise that matters most is broken, and that is said as well
     */
    public Server primary() throws StageException {
        List<Server> primaries = all().filter(this::takesWrites).toList();
        if (primaries.size() == 1) {
            return primaries.getFirst();
        }
        throw new StageException(
                primaries.isEmpty() ? "neither node_a nor node_b takes writes" : "SPLIT BRAIN: node_a and node_b both take writes");
    }

    private boolean takesWrites(Server server) {
        try (Connection connection = server.connect(superuser, "postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            return result.next() && result.getBoolean(1);
        } catch (SQLException e) {
            // Down, or absent: it takes no writes.
            return false;
        }
    }

    /** Ends whatever runs. */
    public void kill() throws IOException, InterruptedException {
        a.kill();
        b.kill();
    }
}
