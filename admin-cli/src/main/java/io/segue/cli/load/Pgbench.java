package io.segue.cli.load;

import io.segue.cli.ledger.Transaction;
import io.segue.cli.stage.Account;
import io.segue.cli.stage.Programs;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** pgbench's built-in TPC-B-like transactions with {@code -M prepared}, run until it is told to stop. */
public final class Pgbench implements AutoCloseable {

    private static final int MOST_WITHOUT_PAUSE = 100;
    private static final int RATE = 200;

    /** It is stopped long before; this only bounds a show that hangs. */
    private static final int LIMIT_SECONDS = 86_400;
    private static final int THREADS = 2;
    /** Longer than any hold may last, and than the driver of the ledger waits. */
    private static final int STOP_SECONDS = 30;
    private static final int OUTPUT_LINES = 5;

    private final Programs programs;
    private final Path output;
    private final Path logs;
    private final Process process;

    private Pgbench(Programs programs, Path logs, Path output, Process process) {
        this.programs = programs;
        this.logs = logs;
        this.output = output;
        this.process = process;
    }

    /** Creates and fills its tables on {@code server}. */
    public static void initialise(Programs programs, Server server, Account account, int scale) throws StageException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "PGPASSWORD=" + account.password(), programs.postgres("pgbench")));
        command.addAll(List.of("--initialize", "--quiet", "--scale=" + scale));
        command.addAll(target(server.port(), account));
        programs.run(command);
    }

    /**
     * How often so many clients have a transaction, in words. Hundreds of clients that
     * never pause would all be waiting for a processor, or for each other's rows, at any time: no service is run like that.
     */
    public static String pace(int clients) {
        return clients <= MOST_WITHOUT_PAUSE ? "as fast as they can" : RATE + " transactions a second";
    }

    /**
     * Starts it against {@code port}.
     *
     * @param name of this run; its files are called so
     */
    public static Pgbench start(Programs programs, Workplace workplace, String name, int port, Account account, int clients)
            throws StageException {
        try {
            Path logs = Files.createDirectory(workplace.resolve(name));
            Path output = logs.resolve("output.txt");
            List<String> command = new ArrayList<>(List.of(programs.postgres("pgbench"), "--protocol=prepared", "--no-vacuum"));
            command.addAll(List.of("--client=" + clients, "--jobs=" + Math.min(clients, THREADS), "--time=" + LIMIT_SECONDS));
            command.addAll(List.of("--log", "--log-prefix=" + logs.resolve("transactions")));
            if (clients > MOST_WITHOUT_PAUSE) {
                command.add("--rate=" + RATE);
            }
            command.addAll(target(port, account));
            ProcessBuilder builder = programs.builder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("PGPASSWORD", account.password());
            return new Pgbench(programs, logs, output, builder.start());
        } catch (IOException e) {
            throw new StageException("cannot run pgbench", e);
        }
    }

    /** @throws StageException when it has ended by itself, which it does only when every client has met an error */
    public void requireRunning() throws StageException {
        if (!process.isAlive()) {
            throw new StageException("pgbench has ended: " + String.join(" / ", Workplace.tail(output, OUTPUT_LINES)));
        }
    }

    /** Lets every client finish its transaction, and returns what they saw. */
    public PgbenchResult stop() throws StageException, InterruptedException {
        try {
            // SIGALRM is how --time ends a run from within: the same orderly end, only earlier.
            programs.signal(process.pid(), "ALRM");
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                close();
                throw new StageException("pgbench did not come to its end: a transaction hangs");
            }
            return PgbenchResult.parse(process.exitValue(), Files.readAllLines(output), transactions());
        } catch (IOException e) {
            throw new StageException("cannot read what pgbench wrote", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private List<Transaction> transactions() throws IOException {
        List<Transaction> transactions = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.filter(path -> !path.equals(output)).sorted().toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(PgbenchResult::transaction).flatMap(List::stream).forEach(transactions::add);
                }
            }
        }
        return transactions;
    }

    private static List<String> target(int port, Account account) {
        return List.of("--host=" + Server.HOST, "--port=" + port, "--username=" + account.role(), Servers.DATABASE);
    }
}
