package io.segue.proxy.watch;

/** Whether a shard's traffic could be moved back where it came from. */
public enum WayBack {
    /** It has not been moved, or was put away. */
    NONE,
    /** Now, without building a node anew. */
    OPEN,
    /** It has been moved, and the node it came from could not take it back now. */
    CLOSED
}
