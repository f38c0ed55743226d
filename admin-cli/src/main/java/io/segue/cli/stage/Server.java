package io.segue.cli.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One of the two PostgreSQL servers: a port on 127.0.0.1 and a data directory, which may not exist yet. Whoever started the server, we
 * or Segue, it is found by its {@code postmaster.pid}.
 *
 * @param name as in Segue's configuration
 */
public record Server(String name, int port, Path dataDirectory, Programs programs) {

    public static final String HOST = "127.0.0.1";

    private static final int CONNECT_SECONDS = 5;
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_MILLIS = 10;

    /** Where its logging collector writes, whoever starts it; relative to the data directory, so that a copy has its own. */
    public static final String LOG = "log/postgresql.log";

    public Path log() {
        return dataDirectory.resolve(LOG);
    }

    public String address() {
        return HOST + ":" + port;
    }

    public Connection connect(Account account, String database) throws SQLException {
        return connect(account, database, "segue-demo");
    }

    /** @param application what the server shows as application_name */
    public Connection connect(Account account, String database, String application) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", account.role());
        properties.setProperty("password", account.password());
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        return DriverManager.getConnection("jdbc:postgresql://" + address() + "/" + database, properties);
    }

    /** Starts it and waits until it accepts connections. */
    public void start() throws StageException, InterruptedException {
        programs.run(programs.asServer(List.of(
                programs.postgres("pg_ctl"), "start", "--silent", "--wait", "--pgdata", dataDirectory.toString(),
                "--options", "-p " + port, "--log", dataDirectory.resolve("startup.log").toString())));
    }

    /** The postmaster, if one runs. */
    public Optional<Postmaster> postmaster() throws IOException {
        return Postmaster.of(dataDirectory);
    }

    /**
     * Ends it at once, because nobody needs its data any more, and with it whatever program is just copying or starting it. These are
     * found by the data directory on their command line: a server that is being started has no postmaster.pid yet.
     */
    public void kill() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STOP_NANOS;
        Set<Long> told = new HashSet<>();
        for (List<ProcessHandle> all = atWork(); !all.isEmpty(); all = atWork()) {
            String signal = System.nanoTime() - deadline > 0 ? "KILL" : "QUIT";
            for (ProcessHandle process : all) {
                if (told.add(process.pid()) || signal.equals("KILL")) {
                    programs.signal(process.pid(), signal);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private List<ProcessHandle> atWork() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    private boolean worksHere(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.command().filter(command -> command.startsWith(programs.binaries().toString())).isPresent()
                && info.commandLine().filter(line -> line.contains(dataDirectory.toString())).isPresent();
    }

    /** The fast shutdown, and its end. */
    public void stop() throws IOException, StageException, InterruptedException {
        Optional<Postmaster> postmaster = postmaster();
        if (postmaster.isPresent()) {
            programs.signal(postmaster.get().pid(), "INT");
        }
        if (!awaitStopped()) {
            throw new StageException(name + " did not stop within " + TimeUnit.NANOSECONDS.toSeconds(STOP_NANOS) + " s");
        }
    }

    /** Waits until nobody serves the data directory. @return false when somebody still does after 20 s */
    public boolean awaitStopped() throws IOException, InterruptedException {
        Optional<Postmaster> last = postmaster();
        return last.isEmpty() || last.get().awaitEnd();
    }
}
