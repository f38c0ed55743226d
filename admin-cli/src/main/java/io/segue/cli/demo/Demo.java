package io.segue.cli.demo;

import io.segue.cli.stage.Narrator;
import io.segue.cli.stage.Playhouse;
import io.segue.cli.stage.ShowCommand;
import io.segue.cli.stage.Stage;
import io.segue.cli.stage.StageException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code bin/demo}: plays the show, judges it, and leaves nothing behind. Main thread; Ctrl-C is heard by the virtual machine's shutdown.
 */
@Command(
        name = "bin/demo",
        description = {
            "",
            "Two real PostgreSQL servers, the proxy in front of one, load through it, and the shard moved to",
            "the other server, back, and there again, while the load runs. About a minute once Segue is built;",
            "then the figures.",
            ""
        },
        footer = {"", ShowCommand.EXIT_CODES})
public final class Demo extends ShowCommand {

    @Mixin
    private final Options options = new Options();

    public static void main(String[] arguments) {
        run(new Demo(), arguments);
    }

    @Override
    public Integer call() {
        requireOptions();
        narrator().title("Segue: a shard moves to another server while its clients keep working");
        return new Playhouse("demo", narrator()).open(options.stage(), options.settings(), this::play);
    }

    private void requireOptions() {
        require(
                options.clients() >= 1 && options.clients() <= Options.MOST_CLIENTS,
                "--clients is %d, and can be 1 to %d".formatted(options.clients(), Options.MOST_CLIENTS));
        require(
                options.idle() >= 0 && options.idle() <= Options.MOST_IDLE,
                "--sessions-idle is %d, and can be 0 to %d".formatted(options.idle(), Options.MOST_IDLE));
        Stream.concat(options.report().stream(), options.svg().stream())
                .forEach(file -> require(Presentation.canBeWritten(file), file + " cannot be written"));
    }

    private int play(Stage stage) throws StageException, InterruptedException {
        Programme programme = options.programme();
        Show.Played played = new Show(stage, programme).play();
        Verdict verdict = Verdict.of(played.figures(), programme.moves().size());
        Presentation presentation = new Presentation(narrator());
        narrator().heading("Write transactions per 100 ms");
        narrator().lines(new TerminalPicture(played.timeline()).lines());
        narrator().heading("The moves");
        narrator().lines(Summary.moves(played.figures().moves()));
        presentation.show(played.figures(), verdict);
        presentation.write(options.report(), Report.json(played.figures(), verdict));
        presentation.write(options.svg(), new SvgPicture(played.timeline()).document());
        return exitCode(verdict.kept());
    }
}
