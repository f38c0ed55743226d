package io.segue.proxy.watch;

/**
 * What a session would have to take along to another server, and what becomes of it, as far as that is known.
 *
 * @param reason why it cannot be moved; empty when it can, or when that is not known
 * @param memoryBytes of statements and settings that are remembered for it
 * @param statements prepared in it by the protocol
 */
public record SessionLuggage(AtMove atMove, String reason, long memoryBytes, int statements) {

    /** What becomes of the session when its shard moves. */
    public enum AtMove {
        FOLLOWS,
        /** It cannot follow, and as long as it is there no move begins. */
        REFUSES,
        /** It cannot follow, and is ended. */
        ENDS,
        /** Something has happened in it since its server was asked what it holds; it is asked when the session is idle. */
        UNKNOWN
    }
}
