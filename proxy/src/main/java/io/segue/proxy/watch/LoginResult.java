package io.segue.proxy.watch;

/** How a client's login ended. */
public enum LoginResult {
    ACCEPTED,
    WRONG_PASSWORD,
    /** No rule is for the client, a rule rejects it, its certificate is not the role's, or it may not use the console. */
    NOT_ALLOWED,
    /** No shard claims the database, or the server does not have it. */
    UNKNOWN_DATABASE,
    SERVER_UNREACHABLE,
    /** For any other reason that the server gave. */
    SERVER_REFUSED,
    TIMED_OUT,
    CLIENT_GONE
}
