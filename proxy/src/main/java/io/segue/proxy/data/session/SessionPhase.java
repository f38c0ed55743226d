package io.segue.proxy.data.session;

import io.segue.proxy.data.backend.BackendLink;
import java.util.Optional;

/**
 * Where a client session is in its life. Each phase holds what exists then.
 *
 * <pre>
 *               +----------------------- Waiting (GREETING) --admitted--+
 *   begin ------+                                                       v
 *               +--lane open-----------------------------------> Relinking --linked--> Linked &lt;--+
 *                                                                  ^    |               | |  |     |
 *        Waiting (WORK) --admitted---------------------------------+    | failed        | |  +-> Asking
 *          ^   ^                                                   |    v               | |
 *          |   +------ Unlinked --lane open------------------------+  Skipping          | |
 *          |              ^  (its server was left)                      |               | |
 *          |              +---------------------------------------------+---------------+ |
 *          +---------------------------------------------------------- lane closed -------+
 * </pre>
 */
sealed interface SessionPhase {

    /** Why a session needs a link: to say hello, or because a unit of work is in its backlog. */
    enum Purpose {
        GREETING,
        WORK
    }

    /** Bytes flow both ways. */
    record Linked(BackendLink link) implements SessionPhase {}

    /** Between units of work, and the server that it lived on was left, or the link went back to its pool. */
    record Unlinked() implements SessionPhase {}

    /** In the line of a closed lane; the client is not read. */
    record Waiting(Purpose purpose, Optional<BackendLink> link, long sinceNanos) implements SessionPhase {}

    /** Its pool has no link to lend at the moment; the client is not read. */
    record Queued(Purpose purpose, long sinceNanos) implements SessionPhase {}

    /** Admitted, and on its way to a link; the client is not read. */
    record Relinking(Purpose purpose) implements SessionPhase {}

    /**
     * Its server is asked what a new link must be told. The client is read until something comes, which waits.
     *
     * @param cancelled whether the client has cancelled the unit that waits
     */
    record Asking(BackendLink link, boolean cancelled) implements SessionPhase {}

    /** In a hold, with a read on the standby; the client is not read. */
    record Reading(BackendLink link) implements SessionPhase {}

    /** A unit of work was answered with an error of ours; the rest of it is read and dropped. */
    record Skipping(Optional<BackendLink> link, UnitSkipper skipper) implements SessionPhase {}

    /** The end. */
    record Closed() implements SessionPhase {}

    /** For SHOW CLIENTS. */
    default String label() {
        return switch (this) {
            case Linked _ -> "idle";
            case Unlinked _ -> "unlinked";
            case Waiting _ -> "held";
            case Queued _ -> "waiting";
            case Relinking _ -> "moving";
            case Asking _ -> "asking";
            case Reading _ -> "reading on standby";
            case Skipping _ -> "skipping";
            case Closed _ -> "closing";
        };
    }

    /** The link that exists in this phase. */
    default Optional<BackendLink> ownLink() {
        return switch (this) {
            case Linked(BackendLink link) -> Optional.of(link);
            case Asking(BackendLink link, boolean _) -> Optional.of(link);
            case Reading(BackendLink link) -> Optional.of(link);
            case Waiting(Purpose _, Optional<BackendLink> link, long _) -> link;
            case Skipping(Optional<BackendLink> link, UnitSkipper _) -> link;
            case Unlinked _, Queued _, Relinking _, Closed _ -> Optional.empty();
        };
    }
}
