package io.segue.cli.bench;

import io.segue.cli.load.Pgbench;
import io.segue.cli.stage.Certificate;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
            "of its clients' own, with pools of both modes, by the server's Unix-domain socket, and on io_uring.",
            "In workloads tls-... clients encrypt, and HAProxy leaves that to the server. Besides:",
            "how soon a new Segue lets somebody in (start), what it reaches second by second (fresh), and what 10,000",
            "clients that say nothing need (idle; a transaction is a login).",
            ""
        },
        footer = {"", "Exit codes: 0 measured; 2 wrong options; 3 it could not be measured."})
public final class Bench extends ShowCommand {

    private static final int SCALE = 10;

    @Mixin
    private final Options options = new Options();

    private final List<List<Standing>> held = new ArrayList<>();

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
        Optional<Certificate> certificate = certificate(stage);
        Path socket = reopen(servers, certificate.isPresent());
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new Endpoint("direct", servers.a().port(), OptionalLong.empty()));
        endpoints.addAll(new Peers(stage, certificate).start());
        ProxySettings plain = ourSettings(stage, certificate);
        endpoints.add(beside(stage, "segue", plain));
        endpoints.add(beside(stage, "segue-session", plain.with("pools = [ { database = all, mode = session, size = " + Options.MOST_CLIENTS + " } ]")));
        endpoints.add(beside(stage, "segue-transaction", plain.with("pools = [ { database = all, mode = transaction, size = " + Peers.POOL + " } ]")));
        endpoints.add(beside(stage, "segue-unix", plain.with("nodes.node_a.socket-directory = \"" + socket + "\"")));
        try {
            endpoints.add(beside(stage, "segue-io_uring", plain.with("transport = io_uring")));
        } catch (StageException e) {
            narrator().line(Narrator.Style.RED, "segue-io_uring does not take part: this machine may have no io_uring; " + e.getMessage());
        }
        narrator().line("%d rounds of %d s each, in turn: %s".formatted(
                options.rounds(), options.seconds(), endpoints.stream().map(Endpoint::name).toList()));
        contests(new Contest(stage, endpoints, options), certificate.isPresent());
        others(stage, endpoints);
        if (held.isEmpty()) {
            throw new StageException("no workload's name holds \"" + options.only() + "\" with that number of clients");
        }
        return 0;
    }

    /** Of the server and of the peers that run as it does; empty, and said, when nobody can make one. */
    private Optional<Certificate> certificate(Stage stage) throws InterruptedException {
        try {
            return Optional.of(Certificate.ofServers(stage.programs(), stage.servers().a().dataDirectory()));
        } catch (StageException e) {
            narrator().line(Narrator.Style.RED, "nothing is measured with TLS: it takes openssl (Debian: apt-get install openssl); " + e.getMessage());
            return Optional.empty();
        }
    }

    private static ProxySettings ourSettings(Stage stage, Optional<Certificate> ofServers) throws StageException, InterruptedException {
        ProxySettings settings = ProxySettings.PLAIN.withLimits("clients = " + Crowd.MOST_CLIENTS);
        return ofServers.isEmpty() ? settings : settings.withTls(Certificate.ours(stage.programs(), stage.workplace().directory()));
    }

    /**
     * Starts the server again, with a Unix-domain socket for one of the proxies.
     *
     * @return the socket's directory
     */
    private static Path reopen(Servers servers, boolean encrypts) throws StageException, InterruptedException {
        Path directory = servers.a().dataDirectory();
        try (Connection connection = servers.a().connect(servers.superuser(), "postgres"); Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET unix_socket_directories = '" + directory + "'");
            statement.execute("ALTER SYSTEM SET ssl = " + encrypts);
            servers.a().stop();
        } catch (SQLException | IOException e) {
            throw new StageException("the server cannot be given a socket", e);
        }
        servers.a().start();
        return directory;
    }

    private static Endpoint beside(Stage stage, String name, ProxySettings settings) throws StageException, InterruptedException {
        ProxyProcess proxy = stage.proxy().beside(name, settings);
        stage.curtain().add(proxy::close);
        proxy.start();
        return Endpoint.of(name, proxy);
    }

    private void contests(Contest contest, boolean encrypts) throws StageException, InterruptedException {
        List<Workload> workloads = Workload.all().stream().filter(it -> encrypts || !it.encrypted()).toList();
        for (Workload workload : workloads) {
            for (int clients : workload.clients()) {
                if (workload.name().contains(options.only()) && (workload instanceof Workload.Bulk || options.takes(clients))) {
                    if (held.isEmpty()) {
                        contest.warmUp(workloads);
                    }
                    show(contest.hold(workload, clients));
                }
            }
        }
    }

    /** What is not a load for all of them. */
    private void others(Stage stage, List<Endpoint> endpoints) throws StageException, InterruptedException {
        FirstSeconds first = new FirstSeconds(stage, options.rounds());
        if (takes(FirstSeconds.START, 1)) {
            show(first.start());
        }
        if (takes(FirstSeconds.FRESH, FirstSeconds.CLIENTS)) {
            show(first.fresh(List.of("--select-only", "--protocol=prepared")));
        }
        if (takes(Crowd.IDLE, Crowd.CLIENTS)) {
            show(new Crowd(stage).standings(endpoints));
        }
    }

    private boolean takes(String workload, int clients) {
        return workload.contains(options.only()) && options.takes(clients);
    }

    private void show(List<Standing> standings) throws StageException {
        Standing first = standings.getFirst();
        narrator().heading(first.workload() + ", " + first.clients() + (first.clients() == 1 ? " client" : " clients"));
        narrator().lines(Table.of(standings));
        held.add(standings);
        write();
    }

    /** After each table: who breaks it off has what was measured all the same. */
    private void write() throws StageException {
        if (options.json().isPresent()) {
            try {
                Files.writeString(options.json().get(), StandingsJson.of(held));
            } catch (IOException e) {
                throw new StageException("cannot write " + options.json().get(), e);
            }
        }
    }
}
