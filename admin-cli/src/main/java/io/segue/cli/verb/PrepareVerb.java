package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segue prepare SHARD --to NODE}. */
@Command(
        name = "prepare",
        description = "Makes another node ready to take a shard: copies it there and keeps it in step. Clients notice nothing.",
        footer = {"", "Example:", "  segue prepare orders --to node_b"})
final class PrepareVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    @Option(names = "--to", required = true, paramLabel = "NODE", description = "The node that is to have it, as in SHOW NODES.")
    private String target;

    PrepareVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        return desk.perform("prepare", Undertaking.move(shard), "PREPARE " + Sql.name(shard) + " TO " + Sql.name(target));
    }
}
