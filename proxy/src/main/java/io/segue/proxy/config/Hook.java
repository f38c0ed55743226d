package io.segue.proxy.config;

/** A moment of a move at which a program of the operator's is run, in the order in which they come. */
public enum Hook {
    /** Everything is ready and nobody is held yet; before each attempt. */
    BEFORE_HOLD("before-hold"),
    /** Nobody takes writes: the source is stopped, behind its fence, and the target is not promoted yet. */
    FENCED("fenced"),
    /** The move has ended with the traffic on the target. */
    SUCCESS("success"),
    /** The move has ended with the traffic on the source. */
    FAILURE("failure");

    private final String key;

    Hook(String key) {
        this.key = key;
    }

    /** As the configuration and the program itself are told. */
    public String key() {
        return key;
    }
}
