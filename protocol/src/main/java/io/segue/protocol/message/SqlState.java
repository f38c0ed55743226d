package io.segue.protocol.message;

/**
 * The error codes that Segue itself reports, all from PostgreSQL's own list (Appendix A): private codes are unknown to drivers. Codes that a
 * server reports pass through as text and need not be listed.
 */
public enum SqlState {

    SUCCESSFUL_COMPLETION("00000"),
    /** The server cannot be reached, or its connection broke. */
    CONNECTION_FAILURE("08006"),
    /** The connection broke while a COMMIT was on its way: whether it happened is not known. */
    TRANSACTION_RESOLUTION_UNKNOWN("08007"),
    PROTOCOL_VIOLATION("08P01"),
    FEATURE_NOT_SUPPORTED("0A000"),
    INVALID_PARAMETER_VALUE("22023"),
    /** A write in a transaction that only reads, as every transaction of a standby does. */
    READ_ONLY_SQL_TRANSACTION("25006"),
    /** A prepared statement of that name does not exist. */
    INVALID_SQL_STATEMENT_NAME("26000"),
    INVALID_AUTHORIZATION_SPECIFICATION("28000"),
    INVALID_PASSWORD("28P01"),
    /** A portal of that name does not exist. */
    INVALID_CURSOR_NAME("34000"),
    /** No such database. */
    INVALID_CATALOG_NAME("3D000"),
    /** Held for too long and known not to have been executed: safe to try again. */
    SERIALIZATION_FAILURE("40001"),
    INSUFFICIENT_PRIVILEGE("42501"),
    SYNTAX_ERROR("42601"),
    UNDEFINED_OBJECT("42704"),
    TOO_MANY_CONNECTIONS("53300"),
    /** The thing asked for is not possible in the present state; nothing was done. */
    OBJECT_NOT_IN_PREREQUISITE_STATE("55000"),
    QUERY_CANCELED("57014"),
    /** The client is asked to connect again. */
    ADMIN_SHUTDOWN("57P01"),
    /** Not available now, try again: starting, or the server is down. */
    CANNOT_CONNECT_NOW("57P03"),
    /** Idle for longer than a session may be. */
    IDLE_SESSION_TIMEOUT("57P05"),
    /** A fault of Segue. */
    INTERNAL_ERROR("XX000");

    private final String code;

    SqlState(String code) {
        this.code = code;
    }

    /** The five characters of field {@code C}. */
    public String code() {
        return code;
    }
}
