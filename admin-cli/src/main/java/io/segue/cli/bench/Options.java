package io.segue.cli.bench;

import io.segue.cli.stage.StageOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be asked of the bench. */
final class Options {

    /** In one workload; each may have a server connection of its own. */
    static final int MOST_CLIENTS = 500;

    @Option(names = "--only", paramLabel = "WORDS", description = "Only workloads whose name holds these words, such as select.")
    private String only = "";

    @Option(names = "--clients", paramLabel = "N", description = "Only with so many clients.")
    private Optional<Integer> clients = Optional.empty();

    @Option(names = "--rounds", paramLabel = "N", description = "Runs of each; medians are printed (default: 5, with --short 3).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(names = "--short", description = "Three rounds of three seconds, without crowds. Not for quoting.")
    private boolean brief;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the rows of the tables as JSON.")
    private Optional<Path> json = Optional.empty();

    @Mixin
    private StageOptions stage = new StageOptions();

    String only() {
        return only;
    }

    boolean takes(int number) {
        return clients.map(wanted -> wanted == number).orElse(!brief || number < MOST_CLIENTS);
    }

    int rounds() {
        return rounds.orElse(brief ? 3 : 5);
    }

    int seconds() {
        return brief ? 3 : 10;
    }

    Optional<Path> json() {
        return json;
    }

    StageOptions stage() {
        return stage;
    }
}
