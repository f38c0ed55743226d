package io.segue.protocol.message;

import java.util.Objects;

/**
 * The peer sent something that the protocol does not allow. Carries what it is to be told before the connection is closed, and no stack trace:
 * it is the peer's fault and not ours, and crowds of such peers come at once.
 */
public final class ProtocolViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SqlState sqlState;
    private final String detail;

    public ProtocolViolationException(SqlState sqlState, String message) {
        this(sqlState, message, "");
    }

    /** @param detail the DETAIL line; empty when there is none */
    public ProtocolViolationException(SqlState sqlState, String message, String detail) {
        super(message, null, false, false);
        this.sqlState = Objects.requireNonNull(sqlState);
        this.detail = Objects.requireNonNull(detail);
    }

    public SqlState sqlState() {
        return sqlState;
    }

    /** The error to send: FATAL, because a peer that lost the protocol cannot be talked with any further. */
    public ErrorFields toErrorFields() {
        ErrorFields fields = ErrorFields.fatal(sqlState, getMessage());
        return detail.isEmpty() ? fields : fields.detail(detail);
    }
}
