package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue steps [SHARD]}. */
@Command(
        name = "steps",
        description = "How long each step of the last or present move took.",
        footer = {"", "Example:", "  segue steps orders --format json"})
final class StepsVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", arity = "0..1", description = "One shard only.")
    private String shard;

    StepsVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        String which = Optional.ofNullable(shard).map(name -> " " + Sql.name(name)).orElse("");
        return desk.show("steps", "steps", "SHOW STEPS" + which);
    }
}
