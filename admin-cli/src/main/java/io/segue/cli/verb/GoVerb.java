package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue go SHARD}. */
@Command(
        name = "go",
        description = "Lets a move that was begun with --postpone hold its clients now, and go through.",
        footer = {"", "Example:", "  segue go orders"})
final class GoVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    GoVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        return desk.perform("go", Undertaking.of("go", shard), "GO " + Sql.name(shard));
    }
}
