package io.segue.protocol.login;

import java.util.Optional;

/**
 * What somebody who checks a password has of it: a server in {@code pg_authid.rolpassword}, a user list in its second column. All of them
 * open doors in the wrong hands, so none can be printed.
 */
public sealed interface StoredPassword permits ScramVerifier, Md5Hash, PlainPassword {

    /**
     * Reads what a server's catalog holds (crypt.c, get_password_type). Empty when it is neither a verifier nor a hash: such a role cannot
     * log in with a password.
     */
    static Optional<StoredPassword> ofCatalog(String text) {
        return ScramVerifier.parse(text).<StoredPassword>map(verifier -> verifier).or(() -> Md5Hash.parse(text));
    }
}
