package io.segue.cli.bench;

import io.segue.cli.load.Pgbench;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ProxyProcess;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.ShowCommand;
import io.segue.cli.stage.Servers;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bin/bench}: one server, several proxies in front of it, the same loads on all of them. Main thread. */
@Command(
        name = "bin/bench",
        description = {
            "",
            "One PostgreSQL server with PgBouncer, HAProxy and Segue in front of it, each measured in turn and",
            "directly beside it: a table for each workload and number of clients. All share one machine, so",
            "that the proxy's own CPU time per transaction says more than its speed. Segue takes part with links",
            "of its clients' own, with pools of both modes, and on io_uring.",
            ""
        },
        footer = {"", "Exit codes: 0 measured; 2 wrong options; 3 it could not be measured."})
public final class Bench extends ShowCommand {

    private static final int SCALE = 10;

    @Mixin
    private final Options options = new Options();

    public static void main(String[] arguments) {
        run(new Bench(), arguments);
    }

    @Override
    public Integer call() {
        narrator().title("Segue beside its peers");
        return new Playhouse("bench", narrator()).open(options.stage(), ProxySettings.PLAIN, this::play);
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        Servers servers = stage.servers();
        servers.raise(stage.programs());
        Pgbench.initialise(stage.programs(), servers.a(), servers.application(), SCALE);
        stage.proxy().start();
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new Endpoint("direct", servers.a().port(), OptionalLong.empty()));
        endpoints.addAll(new Peers(stage).start());
        endpoints.add(endpoint("segue", stage.proxy()));
        endpoints.add(beside(stage, "segue-session", "pools = [ { database = all, mode = session, size = " + Options.MOST_CLIENTS + " } ]"));
        endpoints.add(beside(stage, "segue-transaction", "pools = [ { database = all, mode = transaction, size = " + Peers.POOL + " } ]"));
        try {
            endpoints.add(beside(stage, "segue-io_uring", "transport = io_uring"));
        } catch (StageException e) {
            narrator().line(Narrator.Style.RED, "segue-io_uring does not take part: this machine may have no io_uring; " + e.getMessage());
        }
        narrator().line("%d rounds of %d s each, in turn: %s".formatted(
                options.rounds(), options.seconds(), endpoints.stream().map(Endpoint::name).toList()));
        contests(new Contest(stage, endpoints, options));
        return 0;
    }

    private static Endpoint beside(Stage stage, String name, String keys) throws StageException, InterruptedException {
        ProxyProcess proxy = stage.proxy().beside(name, ProxySettings.PLAIN.with(keys));
        stage.curtain().add(proxy::close);
        proxy.start();
        return endpoint(name, proxy);
    }

    private static Endpoint endpoint(String name, ProxyProcess proxy) {
        return new Endpoint(name, proxy.port(), OptionalLong.of(proxy.pid()), Optional.of(LoopAllocation.at(proxy.httpPort())));
    }

    private void contests(Contest contest) throws StageException, InterruptedException {
        contest.warmUp();
        List<List<Standing>> held = new ArrayList<>();
        for (Workload workload : Workload.all()) {
            for (int clients : workload.clients()) {
                if (workload.name().contains(options.only()) && (workload instanceof Workload.Bulk || options.takes(clients))) {
                    List<Standing> standings = contest.hold(workload, clients);
                    narrator().heading(workload.name() + ", " + clients + (clients == 1 ? " client" : " clients"));
                    narrator().lines(Table.of(standings));
                    held.add(standings);
                    write(held);
                }
            }
        }
        if (held.isEmpty()) {
            throw new StageException("no workload's name holds \"" + options.only() + "\" with that number of clients");
        }
    }

    /** After each table: who breaks it off has what was measured all the same. */
    private void write(List<List<Standing>> held) throws StageException {
        if (options.json().isPresent()) {
            try {
                Files.writeString(options.json().get(), StandingsJson.of(held));
            } catch (IOException e) {
                throw new StageException("cannot write " + options.json().get(), e);
            }
        }
    }
}
