package io.segue.cli.console;

import io.segue.cli.outcome.CliException;
import io.segue.cli.outcome.ExitCode;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What the console said in an ErrorResponse or a NoticeResponse, and what an error means for the exit code. */
final class ServerMessage {

    private static final String FAILED = "SG018";
    private static final String INCOMPLETE = "SG022";
    private static final String REFUSED = "SG025";
    private static final String CONNECTION_EXCEPTION_CLASS = "08";

    private ServerMessage() {}

    /** The one line of a notice. */
    static String text(SQLWarning warning) {
        Optional<ServerErrorMessage> message = Optional.of(warning)
                .filter(PSQLWarning.class::isInstance)
                .map(psqlWarning -> ((PSQLWarning) psqlWarning).getServerErrorMessage());
        String severity = message.map(ServerErrorMessage::getSeverity).orElse("NOTICE");
        String text = message.map(ServerErrorMessage::getMessage).orElseGet(warning::getMessage);
        return severity.equals("NOTICE") || severity.equals("INFO") ? text : severity + ": " + text;
    }

    /** A statement that failed. */
    static CliException failure(SQLException failure) {
        String sqlState = Optional.ofNullable(failure.getSQLState()).orElse("");
        if (sqlState.startsWith(CONNECTION_EXCEPTION_CLASS)) {
            return new CliException(
                    ExitCode.OTHER,
                    sqlState,
                    "the connection to the proxy was lost while waiting for the answer",
                    message(failure),
                    "What was begun goes on in the proxy. Ask with: segue status");
        }
        Optional<ServerErrorMessage> fields = fields(failure);
        return new CliException(
                exitCode(sqlState),
                sqlState,
                message(failure),
                fields.map(ServerErrorMessage::getDetail).orElse(""),
                fields.map(ServerErrorMessage::getHint).orElse(""));
    }

    /** A connection that could not be made. */
    static CliException unreachable(Credentials credentials, SQLException failure) {
        String sqlState = Optional.ofNullable(failure.getSQLState()).orElse("");
        return new CliException(
                ExitCode.CANNOT_CONNECT,
                sqlState,
                "cannot connect to the console at " + credentials.address() + " as " + credentials.user(),
                message(failure),
                fields(failure)
                        .map(ServerErrorMessage::getHint)
                        .orElse("Is the proxy running there? Options: --host, --port, --user, --password-file;"
                                + " a password is also taken from PGPASSWORD, PGPASSFILE or ~/.pgpass."));
    }

    private static ExitCode exitCode(String sqlState) {
        return switch (sqlState) {
            case FAILED -> ExitCode.FAILED;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
            case REFUSED -> ExitCode.REFUSED;
            default -> ExitCode.OTHER;
        };
    }

    private static String message(SQLException failure) {
        return fields(failure).map(ServerErrorMessage::getMessage).orElseGet(failure::getMessage);
    }

    private static Optional<ServerErrorMessage> fields(SQLException failure) {
        return failure instanceof PSQLException psqlException
                ? Optional.ofNullable(psqlException.getServerErrorMessage())
                : Optional.empty();
    }
}
