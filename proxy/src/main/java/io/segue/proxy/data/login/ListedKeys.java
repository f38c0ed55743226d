package io.segue.proxy.data.login;

import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;
import io.segue.protocol.login.StoredPassword;
import io.segue.proxy.data.backend.LoginKey;
import java.util.Optional;

/** What the user list's entry of a role is worth towards a server, for a client that has sent no password. */
final class ListedKeys {

    private ListedKeys() {}

    /** A verifier alone opens nothing. */
    static LoginKey key(Optional<StoredPassword> listed) {
        return listed.<LoginKey>map(password -> switch (password) {
            case PlainPassword plain -> new LoginKey.Password(plain);
            case Md5Hash hash -> new LoginKey.Md5(hash);
            case ScramVerifier _ -> new LoginKey.None();
        }).orElseGet(LoginKey.None::new);
    }
}
