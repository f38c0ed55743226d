package io.segue.proxy.data.backend;

import io.segue.protocol.login.ClientKey;
import io.segue.protocol.login.Md5Hash;
import io.segue.protocol.login.PlainPassword;
import io.segue.protocol.login.ScramVerifier;

/** With what a session logs in to servers, after its client has proved who it is. Kept in memory only; not printable. */
public sealed interface LoginKey {

    /** The client proved itself without a password, so there is nothing to prove with: the server must trust, too. */
    record None() implements LoginKey {}

    /** The key recovered from the client's own proof. It opens every server that has the same verifier, as all replicas have. */
    record Scram(ClientKey key, ScramVerifier verifier) implements LoginKey {

        @Override
        public String toString() {
            return "Scram[********]";
        }
    }

    /** The hash that the server stores, which is all that answering it takes. */
    record Md5(Md5Hash hash) implements LoginKey {}

    /** The password itself, from the user list: opens servers by any method. */
    record Password(PlainPassword password) implements LoginKey {}

    /** The client itself is asked, once: see {@link AskedClient}. */
    record PassThrough(AskedClient client) implements LoginKey {}
}
