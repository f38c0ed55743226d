package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segue status [SHARD]}. */
@Command(
        name = "status",
        description = "Where each shard is, and how its migration stands.",
        footer = {"", "Example:", "  segue status orders"})
final class StatusVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", arity = "0..1", description = "One shard only.")
    private String shard;

    StatusVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        try (ConsoleLink link = desk.connect()) {
            Report shards = Report.rows("shards", ofShard(link.ask("SHOW SHARDS")));
            Report migrations = Report.rows("migrations", ofShard(link.ask("SHOW MIGRATIONS")));
            desk.output().done("status", shards.and(migrations));
        }
        return ExitCode.DONE.number();
    }

    private Answer ofShard(Answer all) {
        return shard == null ? all : all.where("shard", shard);
    }
}
