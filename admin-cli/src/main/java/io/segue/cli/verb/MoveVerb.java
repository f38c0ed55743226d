package io.segue.cli.verb;

import io.segue.cli.console.ConsoleLink;
import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import io.segue.cli.output.Report;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code cutover} and {@code switchback} have in common: they move traffic, so they ask first and can be tried dry. */
abstract class MoveVerb implements Callable<Integer> {

    private final Desk desk;
    private final String verb;

    @Parameters(paramLabel = "SHARD", description = "The shard's name as in SHOW SHARDS.")
    private String shard;

    @Option(names = "--dry-run", description = "Only say what would be done, step by step, and what preflight finds.")
    private boolean dryRun;

    @Option(names = "--postpone", description = "Get everything ready, then wait for `segue go SHARD` before anybody is held.")
    private boolean postpone;

    @Mixin
    private final Allowances allowances = new Allowances();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where no terminal is, such as in scripts.")
    private boolean yes;

    MoveVerb(Desk desk, String verb) {
        this.desk = desk;
        this.verb = verb;
    }

    @Override
    public Integer call() throws CliException {
        if (!dryRun && !yes && !desk.keyboard().attended()) {
            throw new CliException(
                    ExitCode.USAGE,
                    verb + " moves traffic and asks first, but there is no terminal to ask on",
                    "Repeat the command with --yes, or with --dry-run to see what it would do.");
        }
        try (ConsoleLink link = desk.connect()) {
            run(link);
        }
        return ExitCode.DONE.number();
    }

    private void run(ConsoleLink link) throws CliException {
        String sql = verb.toUpperCase(Locale.ROOT) + " " + Sql.name(shard) + allowances.clause() + (postpone ? " POSTPONE" : "");
        if (dryRun) {
            desk.output().done(verb, Report.rows("plan", link.ask(sql + " DRY RUN")));
            return;
        }
        if (!yes) {
            new Confirmation(desk.environment(), verb, shard).ask(link);
        }
        desk.perform(link, verb, Undertaking.move(shard), sql);
    }
}
