package io.segue.proxy.data.login;

import io.segue.protocol.login.StoredPassword;
import java.util.Set;

/** What is known of the role that a client wants to be. */
public sealed interface Credential {

    /**
     * A role with a password that may be used now.
     *
     * @param groups the role itself and every role it is a member of
     * @param permission whether it may log in at all; the client is told after it has proved itself, as in the server
     */
    record Known(StoredPassword password, Set<String> groups, Permission permission) implements Credential {}

    /**
     * A role that does not exist, has no password, or an expired one. The client is not told which: it goes through an exchange like any other.
     *
     * @param groups empty when it does not exist
     * @param scheme how the server stores new passwords, which is what it asks such a client for
     * @param reason for the log
     */
    record Doomed(Set<String> groups, Scheme scheme, String reason) implements Credential {}

    /** No server could be asked, and nothing is remembered. */
    record Unavailable(String reason) implements Credential {}

    /** {@code rolcanlogin}. */
    enum Permission {
        LOGIN,
        NOLOGIN
    }

    /** {@code password_encryption}. */
    enum Scheme {
        SCRAM_SHA_256,
        MD5
    }
}
