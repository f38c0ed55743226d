package io.segue.protocol.message;

/** The letters of ErrorResponse and NoticeResponse that Segue sets or reads; others that a server sends are kept as they are. */
public final class ErrorField {

    /** Severity, in the session's language. */
    public static final char SEVERITY_LOCALIZED = 'S';
    /** Severity, always in English. */
    public static final char SEVERITY = 'V';
    public static final char SQL_STATE = 'C';
    public static final char MESSAGE = 'M';
    public static final char DETAIL = 'D';
    public static final char HINT = 'H';
    /** Place of the error in the query, in characters from 1. */
    public static final char POSITION = 'P';
    public static final char INTERNAL_POSITION = 'p';
    public static final char INTERNAL_QUERY = 'q';
    /** The call stack of the error: CONTEXT in psql. */
    public static final char WHERE = 'W';
    public static final char SCHEMA = 's';
    public static final char TABLE = 't';
    public static final char COLUMN = 'c';
    public static final char DATA_TYPE = 'd';
    public static final char CONSTRAINT = 'n';
    public static final char FILE = 'F';
    public static final char LINE = 'L';
    public static final char ROUTINE = 'R';

    private ErrorField() {
    }
}
