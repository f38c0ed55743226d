package io.segue.cli.verb;

import io.segue.cli.console.Answer;
import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segue precheck SHARD [--allow CHECK]}. */
@Command(
        name = "precheck",
        description = "Says what stands in the way of a shard's next move, with what to do about it. Changes nothing.",
        footer = {
            "",
            "Ends with 25 when a check refuses, so that a script can wait for a good moment.",
            "",
            "Examples:",
            "  segue precheck orders",
            "  segue precheck orders --problems",
            "  segue precheck orders --allow bypassing-clients --format json"
        })
final class PrecheckVerb implements Callable<Integer> {

    private static final String VERDICT = "verdict";

    private final Desk desk;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    @Mixin
    private final Allowances allowances = new Allowances();

    @Option(names = "--problems", description = "Leave out the checks that are ok.")
    private boolean problems;

    PrecheckVerb(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws CliException {
        try (ConsoleLink link = desk.connect()) {
            Answer checks = link.ask("PRECHECK " + Sql.name(shard) + allowances.clause());
            ExitCode exitCode = checks.where(VERDICT, "refuse").rows().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
            Report report = Report.rows("checks", problems ? checks.whereNot(VERDICT, "ok") : checks);
            desk.output().ended("precheck", exitCode, report);
            return exitCode.number();
        }
    }
}
