package io.segue.proxy.watch;

/** What became of a unit of work that met a closed gate. */
public enum HoldResult {
    /** It went on after the release. */
    RELEASED,
    /** It was a read and went to the standby. */
    TO_STANDBY,
    /** It was answered at once, because too many waited already. */
    REFUSED,
    /** The deadline came and no node could be proved to be the primary. */
    TIMED_OUT,
    CLIENT_GONE,
    CANCELLED
}
