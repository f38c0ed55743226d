package io.segue.proxy.gate;

/** A hold ended before the running units of work did: released by hand, or past its deadline. */
public final class HoldEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    public HoldEndedException(String message) {
        super(message);
    }
}
