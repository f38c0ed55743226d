package io.segue.cli.output;

import java.io.PrintWriter;
import java.util.Locale;

/** Progress and errors, on stderr in both formats, in the manner of PostgreSQL's own tools. */
final class ProgressLines {

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter err;
    private final long startedNanos = System.nanoTime();

    ProgressLines(PrintWriter err) {
        this.err = err;
    }

    /** {@code [  1.204 s] line}: seconds since the command began. */
    void progress(String line) {
        double seconds = (System.nanoTime() - startedNanos) / NANOS_PER_SECOND;
        err.println(String.format(Locale.ROOT, "[%7.3f s] %s", seconds, line));
        err.flush();
    }

    void error(String message, String detail, String hint) {
        err.println("ERROR:  " + message);
        more("DETAIL:  ", detail);
        more("HINT:  ", hint);
        err.flush();
    }

    private void more(String label, String text) {
        if (!text.isEmpty()) {
            err.println(label + text);
        }
    }
}
