package io.segue.cli.storm;

import io.segue.cli.ledger.Ledger;
import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerBook;
import io.segue.cli.ledger.LedgerTable;
import io.segue.cli.ledger.MicroClock;
import io.segue.cli.stage.CpuShortage;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The rounds, one after the other: load on, a move begun, something broken at its instant and mended, load off, books audited. Main thread. */
final class Rounds {

    private static final String SHARD = "main";
    private static final int WRITERS = 8;
    private static final int READERS = 2;
    private static final int READY_TRIES = 30;
    private static final int PREFLIGHT_REFUSED = 25;
    private static final int NOT_ENDED = -1;
    private static final long SECOND_MILLIS = 1_000;
    private static final long POLL_MILLIS = 2;
    private static final long COMMAND_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SERVING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Stage stage;
    private final Hand hand;
    private final List<WriterProbe> probes;
    private final JournalWatch journal;
    private final RandomGenerator random;
    private final List<Fault> faults;
    private final Duration servedWithin;
    private final MicroClock clock = new MicroClock();

    /** @param servedWithin of the end of a fault: later is a promise broken */
    Rounds(Stage stage, Hand hand, List<WriterProbe> probes, RandomGenerator random, List<Fault> faults, Duration servedWithin) {
        this.stage = stage;
        this.hand = hand;
        this.probes = List.copyOf(probes);
        this.journal = new JournalWatch(stage.proxy().state().resolve(SHARD + ".journal"));
        this.random = random;
        this.faults = List.copyOf(faults);
        this.servedWithin = servedWithin;
    }

    Round play(int number) throws StageException, InterruptedException {
        Fault fault = faults.get(random.nextInt(faults.size()));
        Instant instant = Instant.drawn(random);
        Shard before = makeReady();
        emptyLedger();
        probes.forEach(WriterProbe::forget);
        try (Ledger ledger = Ledger.start(stage.proxy().clients(), WRITERS, READERS, clock)) {
            Thread.sleep(SECOND_MILLIS);
            return underLoad(number, fault, instant, before, ledger);
        }
    }

    private Round underLoad(int number, Fault fault, Instant instant, Shard before, Ledger ledger)
            throws StageException, InterruptedException {
        Server source = server(before.node());
        List<String> broken = new ArrayList<>();
        Map<String, Footprint> footprints = footprints();
        Process command = begin(before.verb());
        boolean hit = awaitInstant(instant, command);
        if (hit) {
            hand.breakIt(fault, source);
            Thread.sleep(instant.lastsMillis());
            hand.mend(fault, source);
        }
        long serving = awaitServing(broken);
        int exitCode = end(command);
        Shard rest = awaitRest(broken);
        LedgerBook book = ledger.stop();
        long acknowledged = audit(book, rest, broken);
        if (rest.canMove()) {
            compare(footprints, rest, broken);
        }
        return new Round(
                number, before.verb(), fault, instant, hit, exitCode, serving,
                rest.node() + " " + rest.migration(), acknowledged, book.errors(), book.firstErrors(), broken);
    }

    // ---- before

    /** The shard rests and its other node follows; where it does not, it is made anew, as an operator would. */
    private Shard makeReady() throws StageException, InterruptedException {
        List<String> trouble = new ArrayList<>();
        Shard shard = awaitRest(trouble);
        for (int i = 0; i < READY_TRIES && !(shard.canMove() && isGreen(shard)); i++) {
            if (!shard.canMove() || i == READY_TRIES / 2) {
                rebuild(shard);
            }
            Thread.sleep(SECOND_MILLIS);
            shard = awaitRest(trouble);
        }
        if (!shard.canMove()) {
            throw new StageException("the shard cannot be made ready for another move: " + shard + " " + trouble);
        }
        return shard;
    }

    private boolean isGreen(Shard shard) throws StageException, InterruptedException {
        return end(stage.commandLine().begin(shard.verb(), SHARD, "--dry-run")) != PREFLIGHT_REFUSED;
    }

    private void rebuild(Shard shard) throws StageException, InterruptedException {
        Server other = stage.servers().other(server(shard.node()));
        end(stage.commandLine().begin("abort", SHARD));
        end(stage.commandLine().begin("cleanup", SHARD));
        try {
            other.kill();
        } catch (IOException e) {
            throw new StageException("cannot end " + other.name(), e);
        }
        stage.programs().run(List.of("find", other.dataDirectory().toString(), "-mindepth", "1", "-delete"));
        end(stage.commandLine().begin("prepare", SHARD, "--to", other.name()));
    }

    private void emptyLedger() throws StageException {
        Server primary = stage.servers().primary();
        try (Connection connection = primary.connect(stage.servers().application(), Servers.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS ledger, served");
            LedgerTable.create(connection);
            statement.execute("CREATE TABLE served (at timestamptz NOT NULL DEFAULT clock_timestamp())");
        } catch (SQLException e) {
            throw new StageException("cannot empty the ledger on " + primary.name(), e);
        }
    }

    // ---- during

    private Process begin(String verb) throws StageException {
        return stage.commandLine().begin(verb, SHARD, "--yes");
    }

    /** @return false when the command was over before */
    private boolean awaitInstant(Instant instant, Process command) throws StageException, InterruptedException {
        try {
            int mark = journal.mark();
            long deadline = System.nanoTime() + COMMAND_NANOS;
            while (!journal.lastStateSince(mark).filter(instant.state()::equals).isPresent()) {
                if (!command.isAlive() || System.nanoTime() - deadline > 0) {
                    return false;
                }
                Thread.sleep(POLL_MILLIS);
            }
            Thread.sleep(instant.delayMillis());
            return true;
        } catch (IOException e) {
            throw new StageException("cannot read the journal", e);
        }
    }

    // ---- after

    /** A client that comes new wants to write. */
    private long awaitServing(List<String> broken) throws InterruptedException {
        long begun = System.nanoTime();
        OptionalLong shortage = CpuShortage.HERE.totalMillis();
        while (true) {
            try (Connection connection = stage.proxy().clients().open("late comer");
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO served DEFAULT VALUES");
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                if (millis > servedWithin.toMillis()) {
                    broken.add("served after %,d ms only".formatted(millis) + shortageSince(shortage));
                }
                return millis;
            } catch (SQLException e) {
                if (System.nanoTime() - begun > SERVING_NANOS) {
                    broken.add("nobody is served: " + e.getMessage());
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** Where the machine has no CPU for anybody, a proxy that was killed takes long to start: whoever judges a late one wants to know. */
    private static String shortageSince(OptionalLong before) {
        OptionalLong now = CpuShortage.HERE.totalMillis();
        return before.isPresent() && now.isPresent() ? " (in %,d ms of them somebody had no CPU)".formatted(now.getAsLong() - before.getAsLong()) : "";
    }

    private static int end(Process command) throws InterruptedException {
        if (command.waitFor(COMMAND_NANOS, TimeUnit.NANOSECONDS)) {
            return command.exitValue();
        }
        command.destroyForcibly();
        return NOT_ENDED;
    }

    private Shard awaitRest(List<String> broken) throws InterruptedException, StageException {
        long deadline = System.nanoTime() + REST_NANOS;
        while (true) {
            try {
                Shard shard = Shard.ask(stage.proxy().port(), stage.servers().operator());
                if (shard.rests()) {
                    return shard;
                }
                if (System.nanoTime() - deadline > 0) {
                    broken.add("does not come to rest: " + shard);
                    return shard;
                }
            } catch (SQLException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StageException("the console does not answer", e);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The oracle: exact books, one writer at every instant, and the proxy knows which. */
    private long audit(LedgerBook book, Shard rest, List<String> broken) throws StageException {
        Server primary = stage.servers().primary();
        if (!primary.name().equals(rest.node())) {
            broken.add("the proxy says " + rest.node() + ", and " + primary.name() + " takes the writes");
        }
        if (probes.getFirst().reigns().stream().anyMatch(reign -> probes.getLast().reigns().stream().anyMatch(reign::overlaps))) {
            broken.add("TWO WRITERS at one instant");
        }
        try (Connection connection = primary.connect(stage.servers().application(), Servers.DATABASE)) {
            LedgerAudit audit = LedgerAudit.of(book.fates(), connection);
            none("lost", audit.lost().size(), broken);
            none("doubled", audit.doubled().size(), broken);
            none("aborted and come back", audit.resurrected().size(), broken);
            none("own writes not seen", book.staleReads(), broken);
            return audit.acknowledged();
        } catch (SQLException e) {
            throw new StageException("cannot audit " + primary.name(), e);
        }
    }

    private Map<String, Footprint> footprints() throws StageException {
        Map<String, Footprint> footprints = new TreeMap<>();
        try {
            for (Server server : stage.servers().all().toList()) {
                footprints.put(server.name(), Footprint.of(server));
            }
        } catch (IOException e) {
            throw new StageException("cannot read what is in a data directory", e);
        }
        return footprints;
    }

    /** Where the shard can move again, the move has left nothing behind. Where it cannot, it has said so itself. */
    private void compare(Map<String, Footprint> before, Shard rest, List<String> broken) throws StageException {
        Map<String, Footprint> after = footprints();
        stage.servers().all().forEach(server -> {
            String slotOfOther = "segue_" + SHARD + "_" + stage.servers().other(server).name();
            broken.addAll(after.get(server.name())
                    .leftBehind(server.name(), before.get(server.name()), server.name().equals(rest.node()), slotOfOther));
        });
    }

    private static void none(String what, long count, List<String> broken) {
        if (count > 0) {
            broken.add(count + " " + what);
        }
    }

    private Server server(String name) throws StageException {
        return stage.servers().all()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StageException("the proxy speaks of a node " + name));
    }
}
