package io.segue.proxy.data.console;

import java.util.Iterator;

/** What a console session is about. */
sealed interface Phase {

    /** Takes the next message. */
    record Ready() implements Phase {}

    /** A message of the extended protocol failed: nothing counts until Sync. */
    record Skipping() implements Phase {}

    /** A statement runs; messages wait. */
    record Running(StatementRun run, Work work) implements Phase {}

    /** Closed, or about to be. */
    record Ended() implements Phase {}

    /** What a running statement belongs to. */
    sealed interface Work {

        /** A simple query, with the statements that come after this one. */
        record SimpleQuery(Iterator<Console.Statement> rest) implements Work {}

        record PortalExecution(Portal portal, int maxRows) implements Work {}
    }
}
