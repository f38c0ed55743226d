package io.segue.cli.storm;

import io.segue.cli.stage.Account;
import io.segue.cli.stage.FakeClock;
import io.segue.cli.stage.Postmaster;
import io.segue.cli.stage.Server;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What breaks things and mends them again, as a service manager or an administrator would. Main thread. */
final class Hand {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final long PAUSE_MILLIS = 50;
    private static final String BACKEND =
            "SELECT pid FROM pg_stat_activity WHERE usename = 'app' AND backend_type = 'client backend' ORDER BY random() LIMIT 1";
    private static final String RECEIVER = "SELECT pid FROM pg_stat_wal_receiver";

    private final Stage stage;
    private final Map<Server, Relay> relays;
    private final Map<Server, SmallDisk> disks;
    private final Optional<FakeClock> clock;
    private final List<Long> stopped = new ArrayList<>();

    /**
     * @param disks empty when none could be mounted
     * @param clock the proxy's; empty when it cannot be set apart from the machine's
     */
    Hand(Stage stage, Map<Server, Relay> relays, Map<Server, SmallDisk> disks, Optional<FakeClock> clock) {
        this.stage = stage;
        this.relays = Map.copyOf(relays);
        this.disks = Map.copyOf(disks);
        this.clock = clock;
    }

    boolean canPlay(Fault fault) {
        return switch (fault) {
            case Fault.FillDisk _ -> !disks.isEmpty();
            case Fault.JumpClock _ -> clock.isPresent();
            case Fault.Kill _, Fault.Stop _, Fault.Cut _, Fault.Freeze _ -> true;
        };
    }

    /** @param source where the shard was when the move began */
    void breakIt(Fault fault, Server source) throws StageException, InterruptedException {
        Servers servers = stage.servers();
        Server target = servers.other(source);
        try {
            switch (fault) {
                case Fault.Kill(Fault.Victim victim) when victim == Fault.Victim.PROXY -> stage.proxy().kill();
                case Fault.Kill(Fault.Victim victim) when victim == Fault.Victim.SOURCE -> kill(source);
                case Fault.Kill(Fault.Victim victim) when victim == Fault.Victim.TARGET -> kill(target);
                case Fault.Kill(Fault.Victim victim) -> signal(processes(victim, source, target).limit(1).toList(), "KILL");
                case Fault.Stop(Fault.Victim victim) -> {
                    stopped.addAll(processes(victim, source, target).toList());
                    signal(stopped, "STOP");
                }
                case Fault.Cut(Fault.Place place, Traffic traffic) -> relays.get(at(place, source, target)).cut(traffic);
                case Fault.Freeze(Fault.Place place, Traffic traffic) -> relays.get(at(place, source, target)).freeze(traffic);
                case Fault.FillDisk(Fault.Place place) -> disks.get(at(place, source, target)).fill();
                case Fault.JumpClock(Fault.Direction direction) -> clock.orElseThrow().set(direction.offset());
            }
        } catch (IOException e) {
            throw new StageException("cannot play: " + fault.label(), e);
        }
    }

    /** Whatever was broken works again: a server that is down is started, if it was there. */
    void mend(Fault fault, Server source) throws StageException, InterruptedException {
        try {
            signal(stopped, "CONT");
            stopped.clear();
            relays.values().forEach(Relay::mend);
            for (SmallDisk disk : disks.values()) {
                disk.relieve();
            }
            if (clock.isPresent()) {
                clock.get().set("+0");
            }
        } catch (IOException e) {
            throw new StageException("cannot mend: " + fault.label(), e);
        }
        if (!stage.proxy().isAlive()) {
            stage.proxy().launch();
        }
        switch (fault) {
            case Fault.Kill(Fault.Victim victim) when victim == Fault.Victim.SOURCE -> restart(source);
            case Fault.Kill(Fault.Victim victim) when victim == Fault.Victim.TARGET -> restart(stage.servers().other(source));
            case Fault.FillDisk(Fault.Place place) -> restart(at(place, source, stage.servers().other(source)));
            default -> { }
        }
    }

    /** Its end is waited for: one that is still dying would be taken for one that runs, and not be started again. */
    private void kill(Server server) throws StageException, IOException, InterruptedException {
        Optional<Postmaster> postmaster = server.postmaster();
        if (postmaster.isPresent()) {
            signal(List.of(postmaster.get().pid()), "KILL");
            if (!postmaster.get().awaitEnd()) {
                throw new StageException(server.name() + " goes on after SIGKILL");
            }
        }
    }

    /** A service manager's start. Somebody else may be starting or stopping the same server: what counts is that one runs in the end. */
    private void restart(Server server) throws StageException, InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!runs(server)) {
            try {
                server.start();
            } catch (StageException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static boolean runs(Server server) throws StageException {
        try {
            return server.postmaster().isPresent();
        } catch (IOException e) {
            throw new StageException("cannot read " + server.name() + "'s postmaster.pid", e);
        }
    }

    private static Server at(Fault.Place place, Server source, Server target) {
        return place == Fault.Place.SOURCE ? source : target;
    }

    /** The postmaster comes before its children; nothing when there is no such process now. */
    private Stream<Long> processes(Fault.Victim victim, Server source, Server target) throws IOException {
        return switch (victim) {
            case PROXY -> Stream.of(stage.proxy().pid());
            case SOURCE -> family(source);
            case TARGET -> family(target);
            case BACKEND -> Stream.of(source, target).flatMap(server -> ask(server, BACKEND).stream());
            case RECEIVER -> ask(target, RECEIVER).stream();
        };
    }

    private static Stream<Long> family(Server server) throws IOException {
        return server.postmaster().stream().flatMap(Postmaster::family);
    }

    private Optional<Long> ask(Server server, String query) {
        Account own = stage.servers().segue();
        try (Connection connection = server.connect(own, "postgres", "segue");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        } catch (SQLException e) {
            // Down at this instant: then it has no such process.
            return Optional.empty();
        }
    }

    private void signal(List<Long> pids, String signal) throws IOException, InterruptedException {
        if (!pids.isEmpty()) {
            stage.programs().signal(pids, signal);
        }
    }
}
