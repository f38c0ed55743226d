package io.segue.proxy.control.node;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a server's catalog says of a role that wants to log in.
 *
 * @param stored {@code pg_authid.rolpassword}: a SCRAM verifier, an md5 hash, or empty
 * @param mayLogIn {@code rolcanlogin}
 * @param expired whether {@code rolvaliduntil} has passed, by the server's clock
 * @param validUntil {@code rolvaliduntil}; empty when the password never expires
 * @param groups the role itself and every role that it is a member of
 */
public record CatalogRole(String stored, boolean mayLogIn, boolean expired, Optional<Instant> validUntil, Set<String> groups) {

    public CatalogRole {
        groups = Set.copyOf(groups);
    }

    /** A verifier is as good as a password to some. */
    @Override
    public String toString() {
        return "CatalogRole[********, mayLogIn=" + mayLogIn + ", expired=" + expired + ", groups=" + groups + "]";
    }
}
