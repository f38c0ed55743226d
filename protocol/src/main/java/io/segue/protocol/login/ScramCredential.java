package io.segue.protocol.login;

import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;

/** What a {@link ScramClient} logs in with. */
sealed interface ScramCredential {

    /** The key and the verifier for a server that asks with this salt and this many iterations. */
    Key open(byte[] salt, int iterations);

    /** A recovered key: fits servers with that verifier only. */
    record Key(ClientKey key, ScramVerifier verifier) implements ScramCredential {

        @Override
        public Key open(byte[] salt, int iterations) {
            if (!verifier.isAskedFor(salt, iterations)) {
                throw new ScramKeyMismatchException();
            }
            return this;
        }
    }

    /** A password: fits any salt. */
    record Password(PlainPassword password) implements ScramCredential {

        @Override
        public Key open(byte[] salt, int iterations) {
            if (iterations > ScramClient.MAX_ITERATIONS) {
                throw new ProtocolViolationException(SqlState.FEATURE_NOT_SUPPORTED,
                        "the server asks for %d SCRAM iterations, at most %d are allowed".formatted(iterations, ScramClient.MAX_ITERATIONS));
            }
            return password.derive(salt, iterations);
        }
    }
}
