package io.segue.proxy.simulation;

import io.segue.protocol.message.ErrorField;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;

/** A statement fails, with what its client is told. */
final class SqlFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorFields error;

    SqlFailure(SqlState state, String message) {
        super(message);
        error = ErrorFields.error(state, message);
    }

    /** In a transaction that has failed already. */
    static SqlFailure aborted() {
        return new SqlFailure("25P02", "current transaction is aborted, commands ignored until end of transaction block");
    }

    private SqlFailure(String code, String message) {
        super(message);
        error = ErrorFields.error(SqlState.INTERNAL_ERROR, message).with(ErrorField.SQL_STATE, code);
    }

    ErrorFields error() {
        return error;
    }
}
