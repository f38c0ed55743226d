package io.segue.cli.output;

import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import java.io.PrintWriter;

/** Where a command's words go. Main thread. */
public sealed interface Output permits TextOutput, JsonOutput {

    /** One step, as it happens. */
    void progress(String line);

    /** The end of a command that succeeded. */
    default void done(String command, Report report) {
        ended(command, ExitCode.DONE, report);
    }

    /** The end of a command that has something to show whatever came of it. */
    void ended(String command, ExitCode exitCode, Report report);

    /** The end of a command that did not. */
    void failed(String command, CliException failure);

    /** How answers are written. */
    enum Format {
        TEXT,
        JSON
    }

    /** @param out standard output; {@code err} standard error */
    static Output of(Format format, PrintWriter out, PrintWriter err) {
        return switch (format) {
            case TEXT -> new TextOutput(out, err);
            case JSON -> new JsonOutput(out, err);
        };
    }
}
