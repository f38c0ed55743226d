package io.segue.proxy.watch;

/** Why Segue itself refused a connection. */
public enum RefusalReason {
    TOO_MANY_CLIENTS,
    /** Only the places for the console's roles are left. */
    RESERVED_FOR_ADMINS,
    TOO_MANY_OF_DATABASE,
    TOO_MANY_OF_ROLE,
    TOO_MANY_FROM_ADDRESS,
    TOO_MANY_CONSOLES,
    /** Given up for a newcomer, when there were too many half-open logins. */
    LOGIN_GIVEN_UP,
    /** The kernel gave no connection: most often there is no file descriptor left. */
    ACCEPT_FAILED,
    /** Idle for longer than it may be. */
    IDLE_TOO_LONG,
    /** What came was not PostgreSQL's protocol. */
    NOT_POSTGRESQL,
    /** It was, in a version that is not spoken here. */
    UNSUPPORTED_PROTOCOL
}
