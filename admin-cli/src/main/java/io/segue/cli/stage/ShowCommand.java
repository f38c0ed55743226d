package io.segue.cli.stage;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the scripts in {@code bin/} that play on real servers have in common: their narrator, {@code --help}, and their exit codes. Main thread. */
public abstract class ShowCommand implements Callable<Integer> {

    /** The footer of their help. */
    public static final String EXIT_CODES =
            "Exit codes: 0 every promise was kept; 1 one was broken; 2 wrong options; 3 it could not be played.";

    private static final int KEPT = 0;
    private static final int BROKEN = 1;

    private final Narrator narrator = Narrator.onStdout();

    @Spec
    private CommandSpec specification;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    /** Runs it and ends the virtual machine with its exit code. An option that a script has given can be given again by its user. */
    protected static void run(ShowCommand command, String[] arguments) {
        System.exit(new picocli.CommandLine(command)
                .setUsageHelpWidth(Narrator.WIDTH)
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    protected Narrator narrator() {
        return narrator;
    }

    protected static int exitCode(boolean kept) {
        return kept ? KEPT : BROKEN;
    }

    /** Ends with 2, the usage and {@code otherwise} unless the options are {@code met}. */
    protected void require(boolean met, String otherwise) {
        if (!met) {
            throw new ParameterException(specification.commandLine(), otherwise);
        }
    }
}
