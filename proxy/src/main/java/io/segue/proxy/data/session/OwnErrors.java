package io.segue.proxy.data.session;

import io.segue.protocol.message.ErrorField;
import io.segue.protocol.message.ErrorFields;
import io.segue.protocol.message.SqlState;
import io.segue.proxy.data.entrance.Crowding;
import io.segue.proxy.route.Node;
import java.time.Duration;

/** Every error that Segue itself shows to a client of a shard, with its SQLSTATE and the next step. */
final class OwnErrors {

    private OwnErrors() {}

    /** Held until the hold was over, and nowhere to go. Known not to have been executed, which is what 40001 says to frameworks. */
    static ErrorFields heldInVain() {
        return ErrorFields.error(SqlState.SERIALIZATION_FAILURE, "could not run the statement: no primary was found in time")
                .detail("The shard is being moved to another server. Nothing of this statement was executed.")
                .hint("Try the transaction again.");
    }

    static ErrorFields lineFull() {
        return ErrorFields.error(SqlState.TOO_MANY_CONNECTIONS, "too many sessions wait for the end of the shard's move")
                .detail("Nothing of this statement was executed.")
                .hint("Try the transaction again; limits.held-sessions sets how many may wait.");
    }

    /** The statement was admitted and no link could be had. Nothing was sent. */
    static ErrorFields noLink(ErrorFields cause) {
        return ErrorFields.error(SqlState.SERIALIZATION_FAILURE, "could not run the statement: no connection to the server")
                .detail(cause.message() + cause.detail().map(detail -> ": " + detail).orElse("") + ". Nothing of this statement was executed.")
                .hint("Try the transaction again.");
    }

    /** Not executed for want of a link. The code is that of a server whose connections are all taken. */
    static ErrorFields waitedTooLong(Duration limit) {
        return ErrorFields.error(SqlState.TOO_MANY_CONNECTIONS, "no connection to the server became free in time")
                .detail("All of the pool's were in use for " + limit.toMillis() + " ms (pool.wait). Nothing of this statement was executed.")
                .hint("Try again; if it stays like this, look for long transactions with SHOW POOLS and SHOW CLIENTS, or raise pool.size.");
    }

    /** So many wait already that waiting is of no use. */
    static ErrorFields poolFull() {
        return ErrorFields.error(SqlState.TOO_MANY_CONNECTIONS, "too many sessions wait for a connection to the server")
                .detail("Nothing of this statement was executed.")
                .hint("Try again later; pool.waiting sets how many may wait, pool.size how many connections there are.");
    }

    /** The same as the end of a session that has not begun. */
    static ErrorFields asFatal(ErrorFields error) {
        return error.with(ErrorField.SEVERITY_LOCALIZED, "FATAL").with(ErrorField.SEVERITY, "FATAL");
    }

    static ErrorFields canceledInQueue() {
        return ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request")
                .detail("The statement was waiting for a connection to the server. Nothing of it was executed.");
    }

    static ErrorFields canceled() {
        return ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request")
                .detail("The statement was waiting for the shard's move to end. Nothing of it was executed.")
                .from("postgres.c", "ProcessInterrupts");
    }

    static ErrorFields cannotMove(String reason) {
        return ErrorFields.fatal(
                        SqlState.ADMIN_SHUTDOWN, "terminating connection because the shard has moved and this session cannot follow")
                .detail("The session cannot be moved: " + reason + ".")
                .hint("Connect again.");
    }

    /** An open transaction was ended when the drain's time was up. Known not to have taken effect. */
    static ErrorFields transactionEnded() {
        return ErrorFields.error(SqlState.SERIALIZATION_FAILURE, "terminating transaction because the shard is being moved to another server")
                .detail("The transaction was still open when the time for it was up. All of it was rolled back.")
                .hint("Try the transaction again.");
    }

    static ErrorFields replicationEnds(Node node) {
        return ErrorFields.fatal(
                        SqlState.ADMIN_SHUTDOWN, "terminating replication connection because the shard is being moved to another server")
                .detail("It was connected to " + node + ", and a replication connection cannot be moved.")
                .hint("Connect again, which leads to the new primary; see first that your replication slot is there.");
    }

    /** The server went away without a word while something was under way. */
    static ErrorFields outcomeUnknown(Node node) {
        return ErrorFields.fatal(SqlState.TRANSACTION_RESOLUTION_UNKNOWN, "the connection to server " + node + " was lost")
                .detail("Whether the last statement or COMMIT took effect is not known. It was not sent again.")
                .hint("Connect again and look before repeating it.");
    }

    /** The server went away without a word inside a transaction for which no COMMIT was sent. */
    static ErrorFields transactionLost(Node node) {
        return ErrorFields.fatal(SqlState.CONNECTION_FAILURE, "the connection to server " + node + " was lost")
                .detail("The open transaction was rolled back.")
                .hint("Connect again and repeat the transaction.");
    }

    static ErrorFields noPrimary() {
        return ErrorFields.fatal(SqlState.CANNOT_CONNECT_NOW, "no server of the shard takes connections now")
                .hint("Try again; the administrator sees the reason with SHOW SHARDS.");
    }

    /** In the words of the server where it has them (proc.c, postinit.c). */
    static ErrorFields crowded(Crowding crowding) {
        return switch (crowding) {
            case Crowding.InAll(int most) -> tooMany("sorry, too many clients already", most + " clients", "limits.clients")
                    .from("proc.c", "InitProcess");
            case Crowding.Reserved(int reserved) -> tooMany(
                    "remaining connection slots are reserved for the roles of Segue's console", reserved + " slots for them",
                    "limits.reserved-clients");
            case Crowding.OfDatabase(String database, int most) -> tooMany(
                    "too many connections for database \"" + database + "\"", most + " for each database", "limits.clients-per-database")
                    .from("postinit.c", "CheckMyDatabase");
            case Crowding.OfRole(String role, int most) -> tooMany(
                    "too many connections for role \"" + role + "\"", most + " for each role", "limits.clients-per-role")
                    .from("miscinit.c", "InitializeSessionUserId");
            case Crowding.FromAddress(String address, int most) -> tooMany(
                    "too many connections from address " + address, most + " from each address", "limits.clients-per-address");
            case Crowding.Consoles(int most) -> tooMany("too many connections to the console", most + " of them", "limits.consoles");
        };
    }

    private static ErrorFields tooMany(String message, String most, String key) {
        return ErrorFields.fatal(SqlState.TOO_MANY_CONNECTIONS, message)
                .detail("Segue has " + most + " (" + key + ").")
                .hint("Close connections that are not used, or raise the limit; the administrator sees who has them with SHOW CLIENTS.");
    }

    /** Its client was slow to log in, and others wanted to. */
    static ErrorFields givenUp() {
        return ErrorFields.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients are logging in already")
                .detail("The connection was given up for a newer one (limits.half-open-logins).")
                .hint("Try again, and answer at once.");
    }

    /** The server's own words and code, which it logs and does not say (postgres.c, ProcessInterrupts). */
    static ErrorFields loginTimedOut() {
        return ErrorFields.fatal(SqlState.QUERY_CANCELED, "canceling authentication due to timeout")
                .from("postgres.c", "ProcessInterrupts");
    }

    /** As the server has it (postgres.c, ProcessInterrupts). */
    static ErrorFields idleTooLong(Duration limit) {
        return ErrorFields.fatal(SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout")
                .detail("It was idle for " + limit.toMillis() + " ms (limits.client-idle).")
                .hint("Connect again.")
                .from("postgres.c", "ProcessInterrupts");
    }

    static ErrorFields shuttingDown() {
        return ErrorFields.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")
                .detail("Segue is stopping.")
                .from("postgres.c", "ProcessInterrupts");
    }

    static ErrorFields killed() {
        return ErrorFields.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")
                .detail("An administrator has ended the session (KILL_CLIENT in Segue's console).")
                .hint("Connect again, unless you were told not to.")
                .from("postgres.c", "ProcessInterrupts");
    }

    static ErrorFields glued() {
        return ErrorFields.fatal(SqlState.PROTOCOL_VIOLATION, "received unencrypted data after SSL request")
                .detail("This could be either a client-software bug or evidence of an attempted man-in-the-middle attack.");
    }

    static ErrorFields internal() {
        return ErrorFields.fatal(SqlState.INTERNAL_ERROR, "an error inside of Segue").hint("Its log has the details.");
    }
}
