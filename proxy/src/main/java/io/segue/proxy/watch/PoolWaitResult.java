package io.segue.proxy.watch;

/** What became of a session that found no free link in its pool. */
public enum PoolWaitResult {
    SERVED,
    /** None became free for all the time that a session may wait. */
    TIMED_OUT,
    /** It was answered at once, because too many waited already. */
    REFUSED,
    /** A hold began, and it waits for the release instead. */
    HELD,
    CLIENT_GONE,
    CANCELLED
}
