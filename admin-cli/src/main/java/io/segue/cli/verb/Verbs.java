package io.segue.cli.verb;

import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Adds the verbs to the command line, and with them what they have in common: exit codes, and how a failure is told. */
public final class Verbs {

    private Verbs() {}

    public static void addTo(CommandLine commandLine, ConnectionOptions options, Environment environment) {
        Desk desk = new Desk(environment, options);
        working(desk).forEach(commandLine::addSubcommand);
        showing(desk).forEach(verb -> commandLine.addSubcommand(verb.getCommandName(), verb));
        listExitCodes(commandLine);
        commandLine.getSubcommands().values().forEach(Verbs::listExitCodes);
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .setParameterExceptionHandler((failure, _) -> usage(failure))
                .setExecutionExceptionHandler((failure, _, parsed) -> fail(desk, failure, parsed));
    }

    private static List<Object> working(Desk desk) {
        return List.of(
                new PrepareVerb(desk),
                new PrecheckVerb(desk),
                new CutoverVerb(desk),
                new SwitchbackVerb(desk),
                new GoVerb(desk),
                new VerifyVerb(desk),
                new CleanupVerb(desk),
                new AbortVerb(desk),
                new StatusVerb(desk),
                new StepsVerb(desk),
                new ReportVerb(desk),
                new GrantsVerb(desk),
                new PauseVerb(desk),
                new ResumeVerb(desk),
                new CommandLine(new TranscriptVerb(desk)).addSubcommand(new TranscriptVerb.On(desk)));
    }

    private static List<CommandLine> showing(Desk desk) {
        return List.of(
                ShowVerb.of(desk, "shards", "Where each shard is, and what its gate does."),
                ShowVerb.of(desk, "nodes", "What each node says of itself: role, position, timeline, lag."),
                ShowVerb.of(desk, "clients", "Who is connected, and whether anybody waits."),
                ShowVerb.of(desk, "sessions", "Whether each session can be moved, or why not, and what it would take along."),
                ShowVerb.of(desk, "migrations", "The last migration of each shard."),
                ShowVerb.of(desk, "holds", "Shards whose traffic waits at this moment."),
                ShowVerb.of(desk, "config", "The proxy's settings and their defaults."));
    }

    private static void listExitCodes(CommandLine commandLine) {
        Map<String, String> exitCodes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> exitCodes.put(Integer.toString(code.number()), code.meaning()));
        commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes);
    }

    /** What is wrong, what may have been meant, and where to read on; not the whole help. */
    private static int usage(ParameterException failure) {
        CommandLine commandLine = failure.getCommandLine();
        commandLine.getErr().println("ERROR:  " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, commandLine.getErr());
        commandLine.getErr().println("HINT:  See: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static int fail(Desk desk, Exception failure, ParseResult parsed) throws Exception {
        if (!(failure instanceof CliException told)) {
            throw failure;
        }
        desk.output().failed(verb(parsed), told);
        return told.exitCode().number();
    }

    private static String verb(ParseResult parsed) {
        return parsed.hasSubcommand() ? verb(parsed.subcommand()) : parsed.commandSpec().name();
    }
}
