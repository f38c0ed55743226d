package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue abort SHARD}. */
@Command(
        name = "abort",
        description = "Undoes a move that has not passed its point of no return; clients go on where they were.",
        footer = {"", "Example:", "  segue abort orders"})
final class AbortVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    AbortVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        return desk.perform("abort", Undertaking.of("abort", shard), "ABORT " + Sql.name(shard));
    }
}
