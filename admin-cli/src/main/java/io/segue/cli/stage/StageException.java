package io.segue.cli.stage;

/** The show cannot go on: what went wrong and what to do about it, as the spectator reads it. */
public final class StageException extends Exception {

    private static final long serialVersionUID = 1L;

    public StageException(String message) {
        super(message);
    }

    public StageException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
