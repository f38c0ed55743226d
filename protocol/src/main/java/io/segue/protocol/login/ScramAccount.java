package io.segue.protocol.login;

/**
 * Whom a client wants to log in as, as far as {@link ScramServer} has to know. The two are answered alike, in text and in time; only one can
 * be accepted.
 */
public sealed interface ScramAccount {

    ScramVerifier verifier();

    /** A role that has a verifier. */
    record Known(ScramVerifier verifier) implements ScramAccount {
    }

    /** A role that does not exist, has no such password or may not log in; its verifier is made up. See {@link MockVerifiers}. */
    record Doomed(ScramVerifier verifier) implements ScramAccount {
    }
}
