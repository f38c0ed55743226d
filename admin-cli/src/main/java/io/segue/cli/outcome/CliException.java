package io.segue.cli.outcome;

/** The command did not succeed: what is told to the operator, and the exit code for the script. */
public final class CliException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sqlState;
    private final String detail;
    private final String hint;

    /**
     * @param sqlState of the console's error; empty when the failure is our own
     * @param detail more, or empty
     * @param hint what to do next, or empty
     */
    public CliException(ExitCode exitCode, String sqlState, String message, String detail, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.sqlState = sqlState;
        this.detail = detail;
        this.hint = hint;
    }

    /** A failure that was found here, without the console. */
    public CliException(ExitCode exitCode, String message, String hint) {
        this(exitCode, "", message, "", hint);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String sqlState() {
        return sqlState;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }
}
