package io.segue.cli.demo;

import io.segue.cli.load.Load;
import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ProxySettings;
import io.segue.cli.stage.ShowCommand;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import io.segue.cli.stage.StageOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/soak}: the show played long enough for its figures to mean something. Main thread. */
@Command(
        name = "bin/soak",
        description = {
            "",
            "The shard moved to and fro as often as is asked for, under load all the time; then what all the",
            "clients saw of it, and how long each step took. Some 13 seconds a move, on two cores.",
            ""
        },
        footer = {"", ShowCommand.EXIT_CODES})
public final class Soak extends ShowCommand {

    private static final int MOST_MOVES = 10_000;

    @Option(names = "--moves", paramLabel = "N", defaultValue = "20", description = "Moves, every other one back (default: ${DEFAULT-VALUE}).")
    private int moves;

    @Option(
            names = "--writers",
            paramLabel = "W",
            defaultValue = "64",
            description = "Clients that write: " + Load.WRITERS + " of the ledger, the others pgbench's (default: ${DEFAULT-VALUE}).")
    private int writers;

    @Option(
            names = "--floor-moves",
            paramLabel = "N",
            defaultValue = "10",
            description = "Moves by script without the proxy, to compare with (default: ${DEFAULT-VALUE}).")
    private int floorMoves;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON, as bin/demo does.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private final StageOptions stageOptions = new StageOptions();

    public static void main(String[] arguments) {
        run(new Soak(), arguments);
    }

    @Override
    public Integer call() {
        requireOptions();
        narrator().title("Segue: a shard moves to and fro, %d times".formatted(moves));
        return new Playhouse("soak", narrator()).open(stageOptions, ProxySettings.PLAIN, this::play);
    }

    private void requireOptions() {
        require(moves >= 1 && moves <= MOST_MOVES, "--moves is %d, and can be 1 to %d".formatted(moves, MOST_MOVES));
        require(
                writers > Load.WRITERS && writers <= Options.MOST_CLIENTS,
                "--writers is %d, and can be %d to %d".formatted(writers, Load.WRITERS + 1, Options.MOST_CLIENTS));
        require(floorMoves >= 1 && floorMoves <= MOST_MOVES, "--floor-moves is %d, and can be 1 to %d".formatted(floorMoves, MOST_MOVES));
        report.ifPresent(file -> require(Presentation.canBeWritten(file), file + " cannot be written"));
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        Figures figures = new Show(stage, Programme.soak(moves, writers - Load.WRITERS, floorMoves)).play().figures();
        Verdict verdict = Verdict.of(figures, moves);
        Presentation presentation = new Presentation(narrator());
        narrator().heading("The moves");
        narrator().lines(Summary.steps(figures.moves()));
        presentation.show(figures, verdict);
        presentation.write(report, Report.json(figures, verdict));
        return exitCode(verdict.kept());
    }
}
