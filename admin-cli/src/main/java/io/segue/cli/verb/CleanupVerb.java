package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue cleanup SHARD}. */
@Command(
        name = "cleanup",
        description = "Ends a migration for good: removes what it left on the nodes. The node that had the traffic stays fenced.",
        footer = {"", "Example:", "  segue cleanup orders"})
final class CleanupVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    CleanupVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        return desk.perform("cleanup", Undertaking.of("cleanup", shard), "CLEANUP " + Sql.name(shard));
    }
}
