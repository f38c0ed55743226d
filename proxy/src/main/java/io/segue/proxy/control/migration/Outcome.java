package io.segue.proxy.control.migration;

/**
 * What came of a command.
 *
 * @param traffic the node that has the traffic now
 * @param state the migration's state, such as READY
 * @param message one sentence
 * @param detail more, or empty
 * @param hint what to do next, or empty
 */
public record Outcome(Result result, String traffic, String state, String message, String detail, String hint) {

    /** The result and the exit code of the command line that says it. */
    public enum Result {
        DONE(0),
        /** Failed, traffic on the old node. */
        FAILED(18),
        /** Incomplete, traffic on the new node, follow-up needed. */
        INCOMPLETE(22),
        /** Refused, nothing done. */
        REFUSED(25);

        private final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
