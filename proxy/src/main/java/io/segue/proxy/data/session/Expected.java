package io.segue.proxy.data.session;

/** Something the server owes an answer to, in the order in which it was sent. */
sealed interface Expected {

    /** What ends with a ReadyForQuery. */
    enum Boundary implements Expected {
        QUERY,
        SYNC,
        FUNCTION_CALL
    }

    /** A Parse; ParseComplete makes it part of the session's memory. */
    record StatementParsed(ParsedStatement statement) implements Expected {}

    /** A Close of a statement. */
    record StatementClosed(String name) implements Expected {}

    /** What is answered, or skipped after an error, but leaves nothing to remember. */
    enum Step implements Expected {
        /** A Parse that is too long to be remembered. */
        UNSEEN_PARSE,
        BIND,
        DESCRIBE,
        EXECUTE,
        PORTAL_CLOSED,
        /** A Flush with a body, which is answered with an error. */
        BROKEN_FLUSH,
        /** CopyData that was sent before the server had asked for data. */
        COPY_DATA,
        /** A Sync that was sent among the data of a COPY: ignored, unless the COPY has failed before. */
        DOUBTFUL_SYNC,
        /** A CopyDone or CopyFail that was sent before the server had asked for data. It has no answer of its own. */
        COPY_ENDED
    }

    static boolean isParse(Expected expected) {
        return expected instanceof StatementParsed || expected == Step.UNSEEN_PARSE;
    }

    static boolean isClose(Expected expected) {
        return expected instanceof StatementClosed || expected == Step.PORTAL_CLOSED;
    }

    /** What runs a statement. */
    static boolean isRun(Expected expected) {
        return expected == Step.EXECUTE || expected == Boundary.QUERY;
    }

    /** A Sync, or what has no answer of its own: none of it can fail. */
    static boolean isSync(Expected expected) {
        return expected == Boundary.SYNC || expected == Step.DOUBTFUL_SYNC || CopyIn.isPart(expected);
    }
}
