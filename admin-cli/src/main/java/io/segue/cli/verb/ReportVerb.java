package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Output;
import io.segue.cli.output.Report;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segue report [SHARD] [--last | --id N]}. */
@Command(
        name = "report",
        description = "What came of the commands so far: a list, or one of them with phases, waits and evidence.",
        footer = {"", "Examples:", "  segue report orders", "  segue report orders --last", "  segue report --id 12 --format json"})
final class ReportVerb implements Callable<Integer> {

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", arity = "0..1", description = "One shard only.")
    private String shard;

    @ArgGroup
    private Choice choice;

    /** Which one is shown; none: the list. */
    private static final class Choice {

        @Option(names = "--last", required = true, description = "The last one.")
        private boolean last;

        @Option(names = "--id", required = true, paramLabel = "N", description = "That of this number in the list.")
        private long id;
    }

    ReportVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        try (ConsoleLink link = desk.connect()) {
            desk.output().done("report", choice == null ? list(link) : one(link));
        }
        return ExitCode.DONE.number();
    }

    private Report list(ConsoleLink link) throws CliException {
        Answer all = link.ask("SHOW REPORTS");
        return Report.rows("reports", shard == null ? all : all.where("shard", shard));
    }

    private Report one(ConsoleLink link) throws CliException {
        String which = choice.last
                ? Optional.ofNullable(shard).map(name -> " " + Sql.name(name)).orElse("")
                : " " + choice.id;
        String form = desk.options().format() == Output.Format.JSON ? " JSON" : "";
        Answer lines = link.ask("SHOW REPORT" + which + form);
        return Report.document("report", lines.rows().stream().map(row -> row.getFirst() + "\n").collect(Collectors.joining()));
    }
}
