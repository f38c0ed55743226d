package io.segue.cli.bulk;

import io.segue.cli.load.Pgbench;
import io.segue.cli.measure.Probe;
import io.segue.cli.stage.Account;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ProcessMeter;
import io.segue.cli.stage.ProcessMeter.Cpu;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.ShowCommand;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.StageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/bulk}: more data than memory, through a proxy with a heap of 128 MB. Main thread. */
@Command(
        name = "bin/bulk",
        description = {
            "",
            "Gigabytes of COPY both ways, values of 500 MB both ways and of 1 GB in one Bind, and clients that",
            "take 10 KB a second of the gigabyte they asked for, through a proxy whose heap is 128 MB at most.",
            "",
            "The memory is flat when at no time more than 32 MB are in use beyond what was before, in the heap",
            "behind a collection, in Netty's direct memory, and of the process as a whole. A client that hardly",
            "reads may cost 256 KB, and the 99th of 100 queries of a quick one twice its time and 2 ms.",
            "",
            "What COPY brings is made by the client and read by the server row by row; each thousandth row is",
            "kept and compared, so that no disk is filled. Once more the shard is held in the middle of it: the",
            "hold counts it as a write, waits for it or gives up, and another client's write waits. What it",
            "fetches is made by the server, and a checksum of it compared. Each load runs once directly first; both",
            "share the machine.",
            ""
        },
        footer = {"", ShowCommand.EXIT_CODES})
public final class Bulk extends ShowCommand {

    private static final String HEAP = "-XX:+UseSerialGC -Xms64m -Xmx128m";
    private static final long HEAP_BYTES = 128L << 20;
    private static final long GIGABYTE = 1_000_000_000;
    private static final int VALUE_BYTES = 500_000_000;
    /** A message of a client may have a byte less than 2^30 in PostgreSQL (MaxAllocSize, utils/memutils.h); the rest of the Bind is in it too. */
    private static final int GREATEST_VALUE_BYTES = (1 << 30) - 1_024;

    private static final int WARM_LINES = 200_000;
    private static final int WARM_VALUE_BYTES = 64_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SLOW_SECONDS = 10;

    @Option(names = "--gb", paramLabel = "N", defaultValue = "5", description = "Gigabytes of COPY each way (default: ${DEFAULT-VALUE}).")
    private double gigabytes;

    @Option(names = "--only", paramLabel = "NAME", description = "Only the rows whose name begins like that, such as \"COPY held\"; no slow clients.")
    private Optional<String> only = Optional.empty();

    @Option(names = "--slow", paramLabel = "N", defaultValue = "50", description = "Clients that hardly read (default: ${DEFAULT-VALUE}).")
    private int slow;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the rows of the tables as JSON.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private final StageOptions stageOptions = new StageOptions();

    public static void main(String[] arguments) {
        run(new Bulk(), arguments);
    }

    @Override
    public Integer call() {
        require(gigabytes >= 0.01 && gigabytes <= 50, "--gb is " + gigabytes + ", and must be from 0.01 to 50");
        require(slow >= 1 && slow <= 500, "--slow is " + slow + ", and must be from 1 to 500");
        narrator().title("Segue with more data than memory: COPY of %s GB, values of 500 MB and 1 GB".formatted(gigabytes));
        return new Playhouse("bulk", narrator()).open(stageOptions, ProxySettings.PLAIN.withJavaOptions(HEAP), this::play);
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        stage.servers().raise(stage.programs());
        Pgbench.initialise(stage.programs(), stage.servers().a(), stage.servers().application(), 1);
        stage.proxy().start();
        try (ProxyMemory memory = ProxyMemory.of(stage.proxy().pid(), console(stage))) {
            if (memory.heapLimit() > HEAP_BYTES) {
                throw new StageException("the proxy's heap may grow to " + memory.heapLimit() + " bytes, which shows nothing");
            }
            return play(stage, new MemoryWatch(memory));
        } catch (StageException | InterruptedException e) {
            throw e;
        } catch (BulkException e) {
            narrator().line(Narrator.Style.RED, e.getMessage());
            return exitCode(false);
        } catch (Exception e) {
            throw new StageException("a client met an error, or the proxy does not say how it is", e);
        }
    }

    private int play(Stage stage, MemoryWatch watch) throws Exception {
        for (Load load : List.of(new CopyIn(WARM_LINES), new CopyOut(WARM_LINES), new ValueIn("", WARM_VALUE_BYTES), new ValueOut("", WARM_VALUE_BYTES))) {
            seconds(stage.servers().a().port(), stage, load);
            seconds(stage.proxy().port(), stage, load);
        }
        narrator().heading("much data, one client");
        narrator().lines(Table.HEAD);
        List<Passage> passages = new ArrayList<>();
        try (Hold hold = hold(stage)) {
            for (Load load : loads(hold).filter(load -> only.isEmpty() || load.name().startsWith(only.get())).toList()) {
                Passage passage = passage(stage, watch, load);
                passages.add(passage);
                narrator().line(passage.isFlat() ? Narrator.Style.GREEN : Narrator.Style.RED, Table.row(passage));
                write(passages, Optional.empty());
            }
        }
        if (only.isPresent()) {
            return verdict(passages.stream().allMatch(Passage::isFlat));
        }
        Crowd crowd = crowd(stage, watch);
        narrator().heading("%d clients that take 10 KB a second of 1 GB".formatted(slow));
        narrator().lines(Table.of(crowd));
        write(passages, Optional.of(crowd));
        return verdict(passages.stream().allMatch(Passage::isFlat) && crowd.isUnharmed());
    }

    private int verdict(boolean kept) {
        narrator().blank();
        narrator().line(kept ? Narrator.Style.GREEN : Narrator.Style.RED, kept ? "flat" : "NOT flat: see the rows above, and --help for the rule");
        return exitCode(kept);
    }

    private Stream<Load> loads(Hold hold) {
        long lines = Math.round(gigabytes * GIGABYTE / Lines.LINE_BYTES);
        return Stream.of(
                new CopyIn(lines), new HeldCopyIn(lines, hold), new CopyOut(lines),
                new ValueIn("500 MB in", VALUE_BYTES), new ValueOut("500 MB out", VALUE_BYTES), new ValueIn("1 GB in", GREATEST_VALUE_BYTES));
    }

    private static Hold hold(Stage stage) throws StageException, SQLException {
        return new Hold(console(stage), console(stage), connect(stage.proxy().port(), stage.servers().application(), Servers.DATABASE));
    }

    private Passage passage(Stage stage, MemoryWatch watch, Load load) throws Exception {
        double directly = seconds(stage.servers().a().port(), stage, load.directly());
        ProcessMeter process = new ProcessMeter(stage.proxy().pid());
        double[] through = new double[1];
        Cpu before = process.cpu();
        MemoryWatch.Seen seen = watch.during(() -> through[0] = seconds(stage.proxy().port(), stage, load));
        return new Passage(load, directly, through[0], process.cpu().since(before).micros(), seen);
    }

    private static double seconds(int port, Stage stage, Load load)
            throws SQLException, IOException, InterruptedException, BulkException {
        try (Connection connection = connect(port, stage.servers().application(), Servers.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE UNLOGGED TABLE IF NOT EXISTS " + CopyIn.TABLE);
            long begun = System.nanoTime();
            load.pass(connection);
            return (System.nanoTime() - begun) / NANOS_PER_SECOND;
        }
    }

    private Crowd crowd(Stage stage, MemoryWatch watch) throws Exception {
        Probe probe = new Probe(stage.proxy().clients());
        long nanos = TimeUnit.SECONDS.toNanos(SLOW_SECONDS);
        Probe.Feeling alone = probe.feel(nanos);
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < slow; i++) {
            connections.add(connect(stage.proxy().port(), stage.servers().application(), Servers.DATABASE));
        }
        Probe.Feeling[] beside = new Probe.Feeling[1];
        MemoryWatch.Seen seen = watch.during(() -> {
            try (SlowReaders readers = new SlowReaders(connections)) {
                readers.awaitBegun();
                beside[0] = probe.feel(nanos);
                if (!readers.areAllThere()) {
                    throw new BulkException("a client that hardly reads was given up");
                }
            }
        });
        return new Crowd(slow, seen, alone, beside[0]);
    }

    private static Connection console(Stage stage) throws StageException {
        try {
            return connect(stage.proxy().port(), stage.servers().operator(), "segue");
        } catch (SQLException e) {
            throw new StageException("nobody can log in to the console", e);
        }
    }

    private static Connection connect(int port, Account account, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", account.role());
        properties.setProperty("password", account.password());
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://" + Server.HOST + ":" + port + "/" + database, properties);
    }

    /** After each row: who breaks it off has what was measured all the same. */
    private void write(List<Passage> passages, Optional<Crowd> crowd) throws StageException {
        if (report.isPresent()) {
            try {
                Files.writeString(report.get(), BulkReport.json(passages, crowd));
            } catch (IOException e) {
                throw new StageException("cannot write " + report.get(), e);
            }
        }
    }
}
