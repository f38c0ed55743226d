package io.segue.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * A real PostgreSQL server on 127.0.0.1 with a port and a directory of its own. It knows nothing about roles in a move: a server is
 * stopped, killed, started again, or born as a copy of another one. Closing it ends the server, in whatever state, and deletes its
 * directory.
 *
 * <pre>
 *   try (PostgresServer server = PostgresServer.create().start()) {
 *       server.execute("CREATE TABLE t (i int)");
 *   }
 * </pre>
 *
 * <p>One thread at a time.
 */
public final class PostgresServer implements AutoCloseable {

    public static final String HOST = "127.0.0.1";
    public static final String SUPERUSER = "postgres";
    public static final String PASSWORD = "the password of postgres";

    /** How a server is stopped; the names are those of {@code pg_ctl stop -m}. */
    public enum StopMode {
        SMART,
        FAST,
        IMMEDIATE
    }

    private final Path directory;
    private final int port;
    private final Thread atExit = new Thread(this::remove);

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** A cluster that is not started yet. All of them have the same system identifier within one run of the virtual machine. */
    public static PostgresServer create() {
        PostgresServer server = unborn();
        ClusterTemplate.copyTo(server.dataDirectory());
        return server.configureForTests();
    }

    /** A cluster with a system identifier of its own, not started yet. Takes the time of an {@code initdb}. */
    public static PostgresServer createFresh() {
        PostgresServer server = unborn();
        ClusterTemplate.initialise(server.dataDirectory());
        return server.configureForTests();
    }

    /**
     * Only a free port and the path of a data directory that does not exist, in a directory of the account that owns the servers:
     * where a base backup goes. What is copied there says by itself which port it takes.
     */
    public static PostgresServer unborn() {
        PostgresServer server = new PostgresServer(ServerAccount.newDirectory(), Ports.free());
        Runtime.getRuntime().addShutdownHook(server.atExit);
        return server;
    }

    /** A base backup of {@code source}, which runs: a standby that streams from it, not started yet. */
    public static PostgresServer standbyOf(PostgresServer source) {
        PostgresServer standby = unborn();
        Command.run(source.asOwner(List.of(
                standby.program("pg_basebackup"), "--pgdata=" + standby.dataDirectory(), "--wal-method=stream", "--checkpoint=fast",
                "--write-recovery-conf",
                "--dbname=host=" + HOST + " port=" + source.port() + " user=" + SUPERUSER + " password='" + PASSWORD + "'")));
        return standby.configure("port = " + standby.port());
    }

    private PostgresServer configureForTests() {
        return configure(
                "port = " + port,
                "listen_addresses = '" + HOST + "'",
                "unix_socket_directories = ''",
                "shared_buffers = 16MB",
                "max_connections = 200",
                "wal_level = replica",
                "max_wal_senders = 10",
                "max_replication_slots = 10",
                "wal_keep_size = 16MB",
                "fsync = off",
                "log_line_prefix = '%m [%p] %a '");
    }

    /** Appends lines to {@code postgresql.conf}, where the last one wins; read at the next start, or at {@code pg_reload_conf()}. */
    public PostgresServer configure(String... lines) {
        return append("postgresql.conf", lines);
    }

    /** Puts lines before all others of {@code pg_hba.conf}, where the first one wins. */
    public PostgresServer authenticate(String... lines) {
        try {
            Path file = dataDirectory().resolve("pg_hba.conf");
            String before = Files.readString(file);
            Files.writeString(file, String.join("\n", lines) + "\n" + before, StandardOpenOption.TRUNCATE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change pg_hba.conf", e);
        }
    }

    /** Gives it a certificate, so that clients may encrypt; to be called before the start. */
    public PostgresServer encrypt(TestAuthority.Issued issued) {
        try {
            give(issued.certificate(), "server.crt");
            give(issued.key(), "server.key");
            return configure("ssl = on");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encrypt the server", e);
        }
    }

    private void give(Path file, String name) throws IOException {
        Path copy = Files.copy(file, dataDirectory().resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        Files.setOwner(copy, Files.getOwner(dataDirectory()));
    }

    private PostgresServer append(String file, String... lines) {
        try {
            // The file exists, so that its owner stays who it is.
            Files.write(dataDirectory().resolve(file), List.of(lines), StandardOpenOption.APPEND);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change " + file, e);
        }
    }

    /** Starts the server and waits until it accepts connections. */
    public PostgresServer start() {
        try {
            pgCtl("start", "--wait", "--timeout=30", "--log=" + logFile());
            return this;
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\nIts log:\n" + log(), e);
        }
    }

    /** Stops the server and waits for its end. */
    public void stop(StopMode mode) {
        pgCtl("stop", "--wait", "--timeout=50", "--mode=" + mode.name().toLowerCase(Locale.ROOT));
    }

    public void restart() {
        stop(StopMode.FAST);
        start();
    }

    private void pgCtl(String verb, String... options) {
        List<String> command = new ArrayList<>(List.of(program("pg_ctl"), verb, "--pgdata=" + dataDirectory()));
        command.addAll(List.of(options));
        Command.run(asOwner(command));
    }

    /** Ends the postmaster and all its children as a power cut would: with SIGKILL, waiting until they are gone. */
    public void kill9() {
        Postmaster postmaster = postmaster();
        postmaster.kill();
        postmaster.awaitReaped();
    }

    /** Whether the postmaster lives. */
    public boolean running() {
        return Postmaster.of(dataDirectory()).isPresent();
    }

    /** @throws IllegalStateException when the server does not run */
    public long postmasterPid() {
        return postmaster().pid();
    }

    private Postmaster postmaster() {
        return Postmaster.of(dataDirectory()).orElseThrow(() -> new IllegalStateException("the server does not run"));
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    /** Holds the data directory and the log, and belongs to the owner of the server: room for what a test wants to put beside them. */
    public Path directory() {
        return directory;
    }

    public Path dataDirectory() {
        return directory.resolve("data");
    }

    public Path logFile() {
        return directory.resolve("log");
    }

    /** What the server has logged; empty when it never ran. */
    public String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + logFile(), e);
        }
    }

    /** Directory of the server's programs. */
    public Path binaries() {
        return PostgresBinaries.directory();
    }

    private String program(String name) {
        return binaries().resolve(name).toString();
    }

    public String url(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    /** The caller closes it. */
    public Connection connect(String user, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url(database), properties);
    }

    /** As the superuser to the database {@code postgres}; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(SUPERUSER, PASSWORD, "postgres");
    }

    /** Runs statements, separated by semicolons, as the superuser in the database {@code postgres}. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Runs {@code psql} as the superuser in the database {@code postgres}; gives what it printed, unaligned, without headings. */
    public String psql(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", HOST, "-p", String.valueOf(port)));
        command.addAll(List.of("-U", SUPERUSER, "-d", "postgres"));
        command.addAll(List.of(arguments));
        return Command.run(command, Map.of("PGPASSWORD", PASSWORD)).strip();
    }

    /** The command as the account that owns the server runs it: prefixed with {@code runuser} when we are root. */
    public List<String> asOwner(List<String> command) {
        return ServerAccount.command(command);
    }

    /** A shell of the account that owns the server. */
    public List<String> shellCommand() {
        return asOwner(List.of("sh"));
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    /** Also of a server that nobody closes, when the virtual machine ends. */
    private void remove() {
        Postmaster.of(dataDirectory()).ifPresent(Postmaster::end);
        ServerAccount.delete(directory);
    }
}
