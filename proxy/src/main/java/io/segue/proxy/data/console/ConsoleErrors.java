package io.segue.proxy.data.console;

import io.segue.protocol.message.ErrorField;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import java.util.Map;

/** The session's own errors, worded as a server's, and errors of the console as fields. */
final class ConsoleErrors {

    private static final String NONE = "";
    private static final String PARSE_FIRST = "Parse it first: the console remembers statements of this session only.";

    private ConsoleErrors() {}

    static ErrorFields fields(ConsoleException failure) {
        ErrorFields fields = new ErrorFields(Map.of())
                .with(ErrorField.SEVERITY_LOCALIZED, "ERROR")
                .with(ErrorField.SEVERITY, "ERROR")
                .with(ErrorField.SQL_STATE, failure.sqlState())
                .with(ErrorField.MESSAGE, failure.getMessage());
        ErrorFields detailed = failure.detail().isEmpty() ? fields : fields.detail(failure.detail());
        return failure.hint().isEmpty() ? detailed : detailed.hint(failure.hint());
    }

    static ErrorFields cancelled() {
        return ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request")
                .hint("What it began may go on: SHOW MIGRATIONS and SHOW HOLDS say how things stand.");
    }

    static ErrorFields internal() {
        return ErrorFields.error(SqlState.INTERNAL_ERROR, "the command failed unexpectedly")
                .hint("The proxy's log says why. SHOW MIGRATIONS says how things stand.");
    }

    static ErrorFields inFailedTransaction() {
        return fields(new ConsoleException(
                "25P02",
                "current transaction is aborted, commands ignored until end of transaction block",
                NONE,
                "ROLLBACK ends it."));
    }

    static ErrorFields tooMuchQueued() {
        return ErrorFields.fatal(SqlState.PROTOCOL_VIOLATION, "more than " + Inbox.MAX_BYTES + " bytes were sent ahead of their answers")
                .hint("Wait for the answer of a command before sending many more.");
    }

    static ConsoleException severalCommands() {
        return new ConsoleException("42601", "cannot insert multiple commands into a prepared statement", NONE, "Prepare one command at a time.");
    }

    static ConsoleException noStatement(String name) {
        return new ConsoleException("26000", "prepared statement \"" + name + "\" does not exist", NONE, PARSE_FIRST);
    }

    static ConsoleException statementExists(String name) {
        return new ConsoleException("42P05", "prepared statement \"" + name + "\" already exists", NONE, "Close it first, or take another name.");
    }

    static ConsoleException noPortal(String name) {
        return new ConsoleException("34000", "portal \"" + name + "\" does not exist", NONE, "Bind it first; a portal ends with its transaction.");
    }

    static ConsoleException portalExists(String name) {
        return new ConsoleException("42P03", "portal \"" + name + "\" already exists", NONE, "Close it first, or take another name.");
    }

    static ConsoleException tooManyNames(int limit) {
        return new ConsoleException("54000", "a console session remembers at most " + limit + " statements", NONE, "DEALLOCATE some.");
    }

    static ConsoleException parametersGiven(int count, String statement) {
        return new ConsoleException(
                "08P01",
                "bind message supplies " + count + " parameters, but prepared statement \"" + statement + "\" requires 0",
                NONE,
                "Write the names into the command: the console's commands take no parameters.");
    }

    static ConsoleException wrongFormatCount(int formats, int columns) {
        return new ConsoleException(
                "08P01", "bind message has " + formats + " result formats but query has " + columns + " columns", NONE, "Give none, one for all, or one for each column.");
    }
}
