package io.segue.proxy.control.migration.hook;

import io.segue.proxy.config.Hook;
import io.segue.proxy.watch.HookEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What came of one run of a hook.
 *
 * @param attempt of the move, from 1
 * @param exitCode of a program that ended by itself; 128 and more when a signal ended it, as in a shell
 * @param lastWords the end of what it wrote on its output and its errors, in one line; or why it was not started
 */
public record HookResult(Hook hook, Path program, int attempt, HookEnd end, OptionalInt exitCode, Duration took, String lastWords) {

    public boolean done() {
        return end == HookEnd.DONE;
    }

    /** How it ended, without what it said. */
    public String ending() {
        return switch (end) {
            case DONE -> "done";
            case FAILED -> "failed with exit code " + exitCode.orElse(-1);
            case TIMED_OUT -> "killed at its deadline";
            case ABORTED -> "killed because the move was aborted";
            case NOT_STARTED -> "not started";
        };
    }

    /** For reports and for the operator who waits: one line. */
    @Override
    public String toString() {
        String text = "%s, attempt %d: %s after %.1f ms".formatted(hook.key(), attempt, ending(), took.toNanos() / 1e6);
        return lastWords.isEmpty() ? text : text + ": " + lastWords;
    }

    /** For the log. */
    public String label() {
        return end.name().toLowerCase(Locale.ROOT);
    }
}
