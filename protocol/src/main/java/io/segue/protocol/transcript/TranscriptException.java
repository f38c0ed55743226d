package io.segue.protocol.transcript;

/** A line that somebody wrote cannot be read, or cannot be sent: a mistake in a script, never the fault of a peer. */
public final class TranscriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TranscriptException(String message) {
        super(message);
    }

    TranscriptException(String message, Throwable cause) {
        super(message, cause);
    }
}
