package io.segue.cli.storm;

import io.segue.cli.stage.FakeClock;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.ShowCommand;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.StageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/storm}: sets the stage with relays and small disks, plays the rounds, says what was broken. Main thread. */
@Command(
        name = "bin/storm",
        description = {
            "",
            "Moves during which something breaks: the proxy, a server or a backend is killed or stopped,",
            "connections between any two are cut or frozen, a disk is full, the clock that the proxy sees jumps;",
            "at a random instant of a random step. After each the clients' books must be exact, at no instant",
            "may two nodes have taken writes, clients must be served again in time (--served-within), and",
            "settings, slots and standby.signal must be as before. Some ten seconds a run.",
            ""
        },
        footer = {"", ShowCommand.EXIT_CODES})
public final class Storm extends ShowCommand {

    private static final ProxySettings BEHIND_RELAYS = new ProxySettings(Relay.HOST, "hold-gap = 1s");

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Moves (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seed", paramLabel = "S", description = "What is broken, and when, follows from it (default: another each time).")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--only", paramLabel = "WORDS", description = "Only faults whose name holds these words, such as \"kill -9\".")
    private Optional<String> only = Optional.empty();

    /** By default the longest hold, and a second: also where the proxy was killed, and has to start and to ask the nodes first. */
    @Option(names = "--served-within", paramLabel = "SECONDS", defaultValue = "4",
            description = "How soon clients must be served again once a fault is mended (default: ${DEFAULT-VALUE}).")
    private int servedWithin;

    @Option(names = "--report", paramLabel = "FILE", description = "Write every run as JSON.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private final StageOptions stageOptions = new StageOptions();

    public static void main(String[] arguments) {
        run(new Storm(), arguments);
    }

    @Override
    public Integer call() {
        require(runs >= 1, "--runs is " + runs + ", and must be 1 at least");
        require(servedWithin >= 1, "--served-within is " + servedWithin + ", and must be 1 at least");
        narrator().title("Segue in a storm: %d moves, each with a fault".formatted(runs));
        return new Playhouse("storm", narrator()).open(stageOptions, BEHIND_RELAYS, this::play);
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        long drawn = seed.orElseGet(System::nanoTime);
        narrator().line("seed " + drawn);
        Servers servers = stage.servers();
        Map<Server, SmallDisk> disks = disks(stage);
        servers.raise(stage.programs());
        Hand hand = new Hand(stage, relays(stage), disks, clock(stage));
        List<Fault> faults = Fault.all().stream()
                .filter(hand::canPlay)
                .filter(fault -> only.isEmpty() || fault.label().contains(only.get()))
                .toList();
        if (faults.isEmpty()) {
            throw new StageException("no fault can be played that holds the words \"" + only.orElse("") + "\"");
        }
        stage.proxy().start();
        stage.commandLine().require("prepare", "main", "--to", "node_b");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(drawn);
        return play(new Rounds(stage, hand, probes(stage), random, faults, Duration.ofSeconds(servedWithin)), drawn);
    }

    private int play(Rounds rounds, long drawn) throws StageException, InterruptedException {
        List<Round> played = new ArrayList<>();
        for (int number = 1; number <= runs; number++) {
            Round round = rounds.play(number);
            played.add(round);
            narrator().line(round.kept() ? Narrator.Style.GREEN : Narrator.Style.RED, round.line());
            write(drawn, played);
        }
        long broken = played.stream().filter(round -> !round.kept()).count();
        narrator().blank();
        narrator().line(
                broken == 0 ? Narrator.Style.GREEN : Narrator.Style.RED,
                "%d runs, %d of them hit, %,d rows acknowledged, %d runs with a broken promise".formatted(
                        played.size(),
                        played.stream().filter(Round::hit).count(),
                        played.stream().mapToLong(Round::acknowledged).sum(),
                        broken));
        return exitCode(broken == 0);
    }

    /** After each run: a storm that is broken off has its report all the same. */
    private void write(long drawn, List<Round> played) throws StageException {
        if (report.isPresent()) {
            try {
                Files.writeString(report.get(), StormReport.json(drawn, played));
            } catch (IOException e) {
                throw new StageException("cannot write " + report.get(), e);
            }
        }
    }

    private Map<Server, SmallDisk> disks(Stage stage) throws InterruptedException {
        Map<Server, SmallDisk> disks = new LinkedHashMap<>();
        try {
            for (Server server : stage.servers().all().toList()) {
                SmallDisk disk = SmallDisk.mount(server, stage.programs());
                stage.curtain().add(disk::unmount);
                disks.put(server, disk);
            }
        } catch (StageException e) {
            narrator().line("no full disks in this storm, because no file system can be mounted here: " + e.getMessage().strip());
            return Map.of();
        }
        return disks;
    }

    private Optional<FakeClock> clock(Stage stage) throws StageException {
        try {
            Optional<FakeClock> clock = FakeClock.find(stage.proxy().log().resolveSibling("clock"));
            clock.ifPresentOrElse(
                    it -> stage.proxy().environment(it.environment()),
                    () -> narrator().line("no jumps of the clock in this storm, because libfaketime is not installed (Debian: apt-get install libfaketime)"));
            return clock;
        } catch (IOException e) {
            throw new StageException("cannot set the proxy's clock apart from the machine's", e);
        }
    }

    private static Map<Server, Relay> relays(Stage stage) throws StageException {
        Map<Server, Relay> relays = new LinkedHashMap<>();
        try {
            for (Server server : stage.servers().all().toList()) {
                Relay relay = Relay.open(server.port(), stage.servers().segue().role());
                stage.curtain().add(relay::close);
                relays.put(server, relay);
            }
        } catch (IOException e) {
            throw new StageException("cannot listen on " + Relay.HOST, e);
        }
        return relays;
    }

    private static List<WriterProbe> probes(Stage stage) {
        List<WriterProbe> probes = stage.servers().all().map(server -> new WriterProbe(server, stage.servers().segue())).toList();
        probes.forEach(probe -> {
            stage.curtain().add(probe::close);
            Thread.ofPlatform().daemon().name("writer probe").start(probe);
        });
        return probes;
    }
}
