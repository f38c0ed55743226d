package io.segue.proxy.control.console;

import io.segue.proxy.control.migration.Outcome;
import io.segue.proxy.data.console.ConsoleException;

/**
 * The SQLSTATEs of commands that did not succeed. They are the console's own, because they say where the traffic is, which no standard
 * code does: class SG, and the exit code of the command line.
 */
final class ConsoleStates {

    /** Failed; the traffic is on the old node. */
    static final String FAILED = "SG018";
    /** Incomplete; the traffic is on the new node, and something is left to do. */
    static final String INCOMPLETE = "SG022";
    /** Refused; nothing was done. */
    static final String REFUSED = "SG025";

    private ConsoleStates() {}

    /** @throws IllegalArgumentException for an outcome that is no failure */
    static String of(Outcome.Result result) {
        return switch (result) {
            case FAILED -> FAILED;
            case INCOMPLETE -> INCOMPLETE;
            case REFUSED -> REFUSED;
            case DONE -> throw new IllegalArgumentException("a command that is done has no error code");
        };
    }

    static ConsoleException refused(String message, String hint) {
        return new ConsoleException(REFUSED, message, "Nothing was done.", hint);
    }
}
