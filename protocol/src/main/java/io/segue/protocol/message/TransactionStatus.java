package io.segue.protocol.message;

/** What ReadyForQuery says about the transaction of a session. */
public enum TransactionStatus {

    /** Not in a transaction block. */
    IDLE('I'),
    IN_TRANSACTION('T'),
    /** In a transaction block that failed: all but its end is refused. */
    FAILED('E');

    private final byte code;

    TransactionStatus(char code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    /** @throws ProtocolViolationException when {@code code} is none of the three */
    public static TransactionStatus of(byte code) {
        return switch (code) {
            case 'I' -> IDLE;
            case 'T' -> IN_TRANSACTION;
            case 'E' -> FAILED;
            default -> throw MessageReader.violation("invalid transaction status " + code);
        };
    }
}
