package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue resume SHARD}. */
@Command(
        name = "resume",
        description = "Ends a pause at once. A hold that belongs to a move is not touched; see abort.",
        footer = {"", "Example:", "  segue resume orders"})
final class ResumeVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    ResumeVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        return desk.perform("resume", Undertaking.of("resume", shard), "RESUME " + Sql.name(shard));
    }
}
