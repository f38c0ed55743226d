package io.segue.cli;

import io.segue.cli.terminal.Interrupts;
import io.segue.cli.terminal.SystemKeyboard;
import io.segue.cli.verb.Environment;
import io.segue.cli.verb.Verbs;
import java.io.PrintWriter;
import picocli.CommandLine;

/** The entry point: builds the command line, runs it, exits with its code. */
public final class Main {

    private static final int HELP_WIDTH = 110;

    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        Environment environment = new Environment(
                System.getenv(),
                System.getProperty("user.name"),
                out,
                err,
                new SystemKeyboard(err),
                Interrupts.ofProcess());
        int exitCode = commandLine(environment).execute(arguments);
        out.flush();
        System.exit(exitCode);
    }

    /** The whole command line in the given world; {@code execute} returns the exit code and never exits. */
    public static CommandLine commandLine(Environment environment) {
        Segue segue = new Segue();
        CommandLine commandLine = new CommandLine(segue);
        Verbs.addTo(commandLine, segue.options(), environment);
        return commandLine
                .setOut(environment.out())
                .setErr(environment.err())
                .setUsageHelpWidth(HELP_WIDTH);
    }
}
