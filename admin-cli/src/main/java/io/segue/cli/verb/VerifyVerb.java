package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Output;
import io.segue.cli.output.Report;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segue verify SHARD [--tables LIST] [--amcheck] [--analyze]}. */
@Command(
        name = "verify",
        description = {
            "Says whether a shard is well: it reads and writes, and answers the probes of the configuration as it must.",
            "",
            "With --tables the rows of both nodes are compared while clients work, a piece of a table at a time and at the",
            "pace of limits.verify-rate. What is broken off goes on there the next time."
        },
        footer = {
            "",
            "Ends with 1 when something is not as it must be.",
            "",
            "Examples:",
            "  segue verify orders",
            "  segue verify orders --tables all --amcheck",
            "  segue verify orders --tables shop.public.orders,shop.public.customers"
        })
final class VerifyVerb implements Callable<Integer> {

    private static final String ALL = "all";

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    @Option(names = "--tables", paramLabel = "TABLE", split = ",", description = "database.schema.table, several with commas, or all.")
    private List<String> tables = List.of();

    @Option(names = "--amcheck", description = "Let amcheck look at the same tables and their indexes, or at all.")
    private boolean amcheck;

    @Option(names = "--analyze", description = "Analyse what never was: after a move autovacuum knows nothing of any table.")
    private boolean analyze;

    VerifyVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        try (ConsoleLink link = desk.connect()) {
            Output output = desk.output();
            Answer findings = new LiveCommand(desk.environment(), desk.options().timeout(), output, Undertaking.of("verify", shard)).run(link, statement());
            ExitCode exitCode = findings.where("verdict", "failed").rows().isEmpty() ? ExitCode.DONE : ExitCode.OTHER;
            output.ended("verify", exitCode, Report.rows("findings", findings));
            return exitCode.number();
        }
    }

    private String statement() {
        return "VERIFY " + Sql.name(shard) + which() + (amcheck ? " AMCHECK" : "") + (analyze ? " ANALYZE" : "");
    }

    private String which() {
        if (tables.isEmpty()) {
            return "";
        }
        return tables.equals(List.of(ALL)) ? " TABLES ALL" : tables.stream().map(Sql::text).collect(Collectors.joining(", ", " TABLES ", ""));
    }
}
