package io.segue.cli.hostile;

import io.segue.cli.load.Pgbench;
import io.segue.cli.measure.Probe;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.StageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/hostile}: crowds of peers that never log in, while authenticated clients are at work. Main thread. */
@Command(
        name = "bin/hostile",
        description = {
            "",
            "Crowds of peers that never log in, one kind after the other, while pgbench works through the proxy; and",
            "what that costs the proxy and its clients.",
            ""
        },
        footer = {"", "Exit codes: 0 no client met an error; 1 one did; 2 wrong options; 3 it could not be played."})
public final class Hostile implements Callable<Integer> {

    private static final int UNHARMED = 0;
    private static final int HARMED = 1;
    private static final String ROW = "%-22s %10s %9s %9s %8s %8s %7s %7s %7s %8s %5s";

    private final Narrator narrator;

    @Option(names = "--peers", paramLabel = "N", defaultValue = "15000", description = "Connections of each crowd (default: ${DEFAULT-VALUE}).")
    private int peers;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "15", description = "For each crowd (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--clients", paramLabel = "C", defaultValue = "4", description = "Clients of pgbench (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Only these crowds, of ${COMPLETION-CANDIDATES} (default: all, one after the other).")
    private List<Kind> only = List.of(Kind.values());

    @Mixin
    private final StageOptions stageOptions = new StageOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    private Hostile(Narrator narrator) {
        this.narrator = narrator;
    }

    public static void main(String[] arguments) {
        System.exit(new picocli.CommandLine(new Hostile(Narrator.onStdout()))
                .setUsageHelpWidth(Narrator.WIDTH)
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        narrator.title("Segue: %d hostile peers of each kind".formatted(peers));
        return new Playhouse("hostile", narrator).open(stageOptions, ProxySettings.PLAIN, this::play);
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        stage.servers().raise(stage.programs());
        stage.proxy().start();
        Pgbench.initialise(stage.programs(), stage.servers().a(), stage.servers().application(), 1);
        Pgbench load = Pgbench.start(
                stage.programs(), stage.workplace(), "pgbench", stage.proxy().port(), stage.servers().application(), clients);
        stage.curtain().add(load::close);
        narrator.blank();
        narrator.line(ROW.formatted(
                "", "connected", "half-open", "given up", "RSS MB", "direct", "p50 ms", "p99 ms", "login", "worst", "fail"));
        int failures = measure(stage, "before", () -> 0);
        for (Kind kind : only) {
            try (Peers crowd = new Peers(kind, stage.proxy().port(), peers)) {
                failures += measure(stage, kind.name().toLowerCase(Locale.ROOT), crowd::connected);
            }
            load.requireRunning();
        }
        failures += measure(stage, "after", () -> 0);
        load.stop();
        narrator.blank();
        narrator.line("the proxy's log speaks of bad peers in " + badPeerLines(stage.proxy().log()) + " lines");
        return failures == 0 ? UNHARMED : HARMED;
    }

    private int measure(Stage stage, String name, Callable<Integer> connected) throws StageException {
        try {
            Probe.Feeling feeling = new Probe(stage.proxy().clients()).feel(TimeUnit.SECONDS.toNanos(seconds));
            Map<String, long[]> limits = limits(stage);
            long[] halfOpen = limits.get("half-open-logins");
            narrator.line(ROW.formatted(
                    name, connected.call(), halfOpen[0], halfOpen[1], residentMegabytes(stage.proxy().pid()),
                    limits.get("direct-memory")[0] >> 20, Probe.millis(feeling.queryMedian()), Probe.millis(feeling.query99()),
                    Probe.millis(feeling.loginMedian()), Probe.millis(feeling.loginMost()), feeling.failures()));
            return feeling.failures();
        } catch (Exception e) {
            throw new StageException("a client was harmed in act " + name, e);
        }
    }

    /** Used and refused, by name; the console answers in the middle of it all. */
    private static Map<String, long[]> limits(Stage stage) throws SQLException {
        String url = "jdbc:postgresql://" + Server.HOST + ":" + stage.proxy().port() + "/segue";
        try (Connection console = DriverManager.getConnection(
                        url, stage.servers().operator().role(), stage.servers().operator().password());
                ResultSet rows = console.createStatement().executeQuery("SHOW LIMITS")) {
            Map<String, long[]> limits = new HashMap<>();
            while (rows.next()) {
                limits.put(rows.getString("name"), new long[] {rows.getLong("used"), rows.getLong("refused")});
            }
            return limits;
        }
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .sum();
    }

    private static long badPeerLines(Path log) throws StageException {
        try {
            return Files.readAllLines(log).stream().filter(line -> line.contains("bad peer")).count();
        } catch (IOException e) {
            throw new StageException("cannot read " + log, e);
        }
    }
}
