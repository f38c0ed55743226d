package io.segue.proxy.data.console;

import io.segue.protocol.message.TransactionStatus;
import io.segue.proxy.data.console.Console.TransactionControl;

/**
 * The transaction block that a driver believes in. Commands take effect at once and are never rolled back, but a script whose first
 * command failed must not go on to the next one: in a failed block all is refused but its end, as in PostgreSQL.
 */
final class TransactionBlock {

    private TransactionStatus status = TransactionStatus.IDLE;

    TransactionStatus status() {
        return status;
    }

    boolean refuses(TransactionControl control) {
        return status == TransactionStatus.FAILED
                && switch (control) {
                    case NONE, BEGIN -> true;
                    case CONTINUE, END -> false;
                };
    }

    /** @return the tag to answer with: a COMMIT of a failed block is a ROLLBACK */
    String succeeded(TransactionControl control, String tag) {
        boolean failed = status == TransactionStatus.FAILED;
        status = switch (control) {
            case NONE -> status;
            case BEGIN -> TransactionStatus.IN_TRANSACTION;
            case CONTINUE -> failed ? TransactionStatus.IN_TRANSACTION : status;
            case END -> TransactionStatus.IDLE;
        };
        return failed && control == TransactionControl.END ? "ROLLBACK" : tag;
    }

    void failed() {
        if (status == TransactionStatus.IN_TRANSACTION) {
            status = TransactionStatus.FAILED;
        }
    }
}
