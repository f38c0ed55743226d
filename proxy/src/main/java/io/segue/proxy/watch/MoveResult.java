package io.segue.proxy.watch;

/** How a cutover or switchback ended. */
public enum MoveResult {
    DONE,
    /** Traffic on the old node. */
    FAILED,
    /** Traffic on the new node, follow-up needed. */
    INCOMPLETE,
    /** Nothing done. */
    REFUSED
}
