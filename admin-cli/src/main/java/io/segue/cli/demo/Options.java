package io.segue.cli.demo;

import io.segue.cli.stage.CommandLine;
import io.segue.cli.load.Load;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.StageOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be asked of the show. */
final class Options {

    /** Each has a process on either server around a move, and pgbench needs a file descriptor for it. */
    static final int MOST_CLIENTS = 500;

    static final int MOST_IDLE = 5_000;

    @Option(names = "--quick", description = "A shorter show: smaller database, less time between the moves.")
    private boolean quick;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "32", description = "Clients of pgbench (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--sessions-idle",
            paramLabel = "N",
            defaultValue = "0",
            description = "Idle sessions, of the last moves only: the pause with them is compared with the pause without.")
    private int idle;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture as SVG.")
    private Optional<Path> svg = Optional.empty();

    @Option(
            names = "--limits",
            paramLabel = "KEYS",
            description = "What the proxy's configuration says in limits { }, such as \"hold = 4500ms, switchover = 3s\".")
    private Optional<String> limits = Optional.empty();

    @Option(
            names = "--pools",
            paramLabel = "RULES",
            description = "What the proxy's configuration says in pools [ ], such as \"{ database = all, mode = transaction, size = 60 }\"."
                    + " With fewer links than clients pgbench waits for itself: it blocks for one client while others have theirs.")
    private Optional<String> pools = Optional.empty();

    @Mixin
    private StageOptions stage = new StageOptions();

    int clients() {
        return clients;
    }

    Programme programme() {
        return Programme.demo(quick, clients).withIdle(idle);
    }

    int idle() {
        return idle;
    }

    ProxySettings settings() {
        ProxySettings settings = ProxySettings.crowded(clients + idle + Load.WRITERS + Load.READERS);
        ProxySettings limited = limits.map(settings::withLimits).orElse(settings);
        return pools.map(rules -> limited.with("pools = [" + rules + "]")).orElse(limited);
    }

    Optional<Path> report() {
        return report;
    }

    Optional<Path> svg() {
        return svg;
    }

    StageOptions stage() {
        return stage;
    }
}
