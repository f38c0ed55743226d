package io.segue.cli.demo;

import io.segue.cli.ledger.LedgerAudit;
import io.segue.cli.ledger.LedgerTable;
import io.segue.cli.ledger.MicroClock;
import io.segue.cli.ledger.Transaction;
import io.segue.cli.load.IdleCrowd;
import io.segue.cli.load.Load;
import io.segue.cli.load.Pgbench;
import io.segue.cli.load.PgbenchAudit;
import io.segue.cli.measure.Floor;
import io.segue.cli.measure.Move;
import io.segue.cli.measure.PauseMeter;
import io.segue.cli.measure.StepsAnswer;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The acts, in order. Main thread. */
final class Show {

    static final String SHARD = "main";

    /** On a machine that is slow at the moment, a standby may not have caught up or a window be too short: then the move is undone, and repeated. */
    private static final int MOST_TRIES = 3;

    private static final Duration MOST_TO_COME = Duration.ofMinutes(2);
    /** Clients that are logged in: with a pool the server has fewer. */
    private static final String SESSIONS = "segue_sessions";

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Stage stage;
    private final Programme programme;
    private final Narrator narrator;
    private final MicroClock clock = new MicroClock();
    private Optional<IdleCrowd> idle = Optional.empty();
    private List<String> idleErrors = List.of();
    private long settledMicros;
    /** Also those that were undone and repeated. */
    private final List<Move> commands = new ArrayList<>();

    Show(Stage stage, Programme programme) {
        this.stage = stage;
        this.programme = programme;
        this.narrator = stage.narrator();
    }

    /** What came of it, to be judged. */
    record Played(Figures figures, Timeline timeline) {}

    Played play() throws StageException, InterruptedException {
        Instant started = Instant.now();
        raiseServers();
        startProxy();
        prepare();
        Load load = startLoad();
        List<Move> moves = move();
        Load.Result seen = stopLoad(load);
        cleanUp(moves);
        Audit audit = audit(seen);
        Optional<Floor.Times> floor = measureFloor();
        return measure(started, moves, seen, audit, floor);
    }

    private void raiseServers() throws StageException, InterruptedException {
        narrator.act("Two servers");
        Servers servers = stage.servers();
        long begun = System.nanoTime();
        servers.raise(stage.programs());
        Pgbench.initialise(stage.programs(), servers.a(), servers.application(), programme.scale());
        try (Connection connection = servers.a().connect(servers.application(), Servers.DATABASE)) {
            LedgerTable.create(connection);
        } catch (SQLException e) {
            throw new StageException("cannot create the ledger", e);
        }
        narrator.timed(
                "node_a  %s  a new cluster with pgbench's tables, scale %d".formatted(servers.a().address(), programme.scale()), begun);
        narrator.line("node_b  %s  nothing yet but a free port".formatted(servers.b().address()));
    }

    private void startProxy() throws StageException, InterruptedException {
        narrator.act("The proxy in front of node_a");
        narrator.command("bin/segue proxy -c " + stage.proxy().configuration() + " &");
        long begun = System.nanoTime();
        stage.proxy().start();
        narrator.timed("clients connect to %s:%d and reach node_a".formatted(Server.HOST, stage.proxy().port()), begun);
    }

    private void prepare() throws StageException, InterruptedException {
        narrator.act("Prepare: a copy on node_b that keeps in step");
        narrator.command(stage.commandLine().exports());
        stage.commandLine().require("prepare", SHARD, "--to", "node_b");
    }

    private Load startLoad() throws StageException, InterruptedException {
        narrator.act("Load through the proxy, from here to the end of the moves");
        narrator.line("%d clients of pgbench -M prepared (TPC-B-like), %s".formatted(programme.clients(), Pgbench.pace(programme.clients())));
        narrator.line("%d ledger writers that remember what they were told, %d readers".formatted(Load.WRITERS, Load.READERS));
        Load load = Load.start(stage, programme.clients(), clock);
        awaitClients(programme.clients() + Load.WRITERS + Load.READERS);
        settledMicros = clock.now();
        Thread.sleep(programme.settle());
        load.requireRunning();
        return load;
    }

    /** Hundreds need a while to log in beside those that are at work already. */
    private void awaitClients(int number) throws StageException, InterruptedException {
        long end = System.nanoTime() + MOST_TO_COME.toNanos();
        while (stage.proxy().metrics().sum(SESSIONS) < number) {
            if (System.nanoTime() - end > 0) {
                throw new StageException("not all of the " + number + " clients came within " + MOST_TO_COME.toSeconds() + " s");
            }
            Thread.sleep(LOOK);
        }
    }

    /** All moves; after one that does not end well there is nothing to go on with. */
    private List<Move> move() throws StageException, InterruptedException {
        narrator.act("%d moves, while it runs".formatted(programme.moves().size()));
        List<Move> moves = new ArrayList<>();
        for (String verb : programme.moves()) {
            if (programme.idle() > 0 && moves.size() == Programme.MOVES_WITHOUT_IDLE) {
                openIdle();
            }
            Move move = move(verb, 1);
            for (int tries = 2; tries <= MOST_TRIES && move.leftNothing(); tries++) {
                narrator.line(verb + ": " + move.outcome() + "; once more");
                move = move(verb, tries);
            }
            moves.add(move);
            if (!move.done()) {
                narrator.line(Narrator.Style.RED, verb + ": " + move.outcome());
                break;
            }
        }
        return moves;
    }

    private void openIdle() throws StageException, InterruptedException {
        long begun = System.nanoTime();
        idle = Optional.of(IdleCrowd.open(stage.proxy().clients(), programme.idle()));
        stage.curtain().add(idle.get()::close);
        narrator.timed("%,d idle sessions more".formatted(programme.idle()), begun);
        Thread.sleep(programme.settle());
    }

    private Move move(String verb, int tries) throws StageException, InterruptedException {
        long from = clock.now();
        int exitCode = stage.commandLine().show(verb, SHARD, "--yes");
        long to = clock.now();
        long settled = System.nanoTime() + programme.settle().toNanos();
        String steps = stage.commandLine().ask("steps", SHARD, "--format", "json");
        Thread.sleep(Duration.ofNanos(Math.max(0, settled - System.nanoTime())));
        Move move = new Move(verb, tries, exitCode, from, to, StepsAnswer.parse(steps), Optional.empty());
        commands.add(move);
        return move;
    }

    private Load.Result stopLoad(Load load) throws StageException, InterruptedException {
        if (idle.isPresent()) {
            idleErrors = idle.get().check();
        }
        Load.Result seen = load.stop();
        narrator.line("load off: %,d write transactions, %,.0f in a second".formatted(seen.writes().size(), seen.writesPerSecond()));
        return seen;
    }

    private void cleanUp(List<Move> moves) throws StageException, InterruptedException {
        if (moves.stream().allMatch(Move::done)) {
            narrator.act("Clean up: node_b stays, node_a is let go");
            stage.commandLine().require("cleanup", SHARD);
        }
    }

    private record Audit(LedgerAudit ledger, PgbenchAudit pgbench, String postgres) {}

    private Audit audit(Load.Result seen) throws StageException {
        narrator.act("Audit: what the clients were told against what the database holds");
        Server primary = stage.servers().primary();
        long begun = System.nanoTime();
        try (Connection connection = primary.connect(stage.servers().superuser(), Servers.DATABASE)) {
            Audit audit = new Audit(
                    LedgerAudit.of(seen.book().fates(), connection),
                    PgbenchAudit.of(connection),
                    connection.getMetaData().getDatabaseProductVersion());
            narrator.timed("read on %s, which takes the writes now".formatted(primary.name()), begun);
            return audit;
        } catch (SQLException e) {
            throw new StageException("cannot audit " + primary.name(), e);
        }
    }

    private Optional<Floor.Times> measureFloor() throws InterruptedException {
        narrator.act("The floor: the same servers without a proxy, moved by a script right after the same load");
        idle.ifPresent(IdleCrowd::close);
        stage.commandLine().close();
        stage.proxy().close();
        long begun = System.nanoTime();
        try {
            Floor floor = new Floor(stage.servers(), stage.programs(), stage.workplace(), programme.clients(), programme.floorLoad());
            Floor.Times times = floor.measure(programme.floorMoves());
            narrator.timed("%d moves: stop, proof, promotion, first write".formatted(programme.floorMoves()), begun);
            return Optional.of(times);
        } catch (StageException e) {
            narrator.line(Narrator.Style.RED, "could not be measured: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Played measure(Instant started, List<Move> moves, Load.Result seen, Audit audit, Optional<Floor.Times> floor) {
        List<Transaction> writes = seen.writes();
        PauseMeter meter = new PauseMeter(writes);
        List<Move> felt = moves.stream()
                .map(move -> move.felt(meter.move(move.fromMicros(), move.toMicros())))
                .toList();
        Setup setup = new Setup(
                started,
                programme.quick(),
                audit.postgres(),
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                programme.clients(),
                programme.scale());
        Figures figures = new Figures(
                setup,
                seen.book(),
                audit.ledger(),
                seen.pgbench(),
                audit.pgbench(),
                felt,
                meter.pauses(settledMicros, commands),
                ReadTimes.of(seen.book().reads(), felt),
                idle.map(crowd -> IdleCost.of(crowd.size(), felt, Programme.MOVES_WITHOUT_IDLE, idleErrors)),
                floor);
        return new Played(figures, Timeline.of(writes, seen.begunMicros(), seen.endedMicros(), felt));
    }
}
