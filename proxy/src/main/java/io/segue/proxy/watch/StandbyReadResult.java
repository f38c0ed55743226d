package io.segue.proxy.watch;

/** What became of a read that went to the standby of a hold. */
public enum StandbyReadResult {
    /** The client has its answer from there. */
    ANSWERED,
    /** It failed there, the client saw nothing of it, and it waited for the primary. */
    CAME_BACK,
    /** The standby went away in the middle of the answer. */
    LOST
}
