package io.segue.proxy.watch;

/** How a program of the operator's ended that a move had run. */
public enum HookEnd {
    /** Exit code 0. */
    DONE,
    /** Another exit code, or a signal. */
    FAILED,
    /** It was killed at its deadline. */
    TIMED_OUT,
    /** It was killed because the move was aborted. */
    ABORTED,
    /** There is no such program, or it may not be run. */
    NOT_STARTED
}
