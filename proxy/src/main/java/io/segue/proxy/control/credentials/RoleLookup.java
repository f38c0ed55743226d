package io.segue.proxy.control.credentials;

import io.segue.protocol.login.StoredPassword;
import java.util.Set;

/** What is known of a role that wants to log in. */
public sealed interface RoleLookup {

    /**
     * A role with a password that may be used now.
     *
     * @param groups the role itself and every role that it is a member of
     */
    record Found(StoredPassword password, Set<String> groups, boolean mayLogIn) implements RoleLookup {}

    /**
     * A role that cannot log in with a password, or none at all; the client is not told why.
     *
     * @param groups empty when it does not exist
     * @param md5 whether the server stores new passwords by md5
     * @param reason for the log
     */
    record Doomed(Set<String> groups, boolean md5, String reason) implements RoleLookup {}

    /** No server answers, and the role is not remembered. */
    record Unavailable(String reason) implements RoleLookup {}
}
