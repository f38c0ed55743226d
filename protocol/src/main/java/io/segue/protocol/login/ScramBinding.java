package io.segue.protocol.login;

import java.util.Arrays;

/**
 * To what the server's end of a connection can bind an exchange, so that a man in the middle with another certificate cannot pass it on
 * (RFC 5929, tls-server-end-point: the hash of the server's certificate).
 */
public sealed interface ScramBinding {

    /** The only type that PostgreSQL knows. */
    String TYPE = "tls-server-end-point";

    /** Not encrypted, or nothing to bind to: the client is offered {@link ScramSha256#MECHANISM} alone. */
    record Impossible() implements ScramBinding {
    }

    /**
     * The client was offered {@link ScramSha256#MECHANISM_PLUS} and chose the other; or, on the client's side, it could bind and was offered
     * the other alone.
     */
    record Declined() implements ScramBinding {
    }

    /** The client chose {@link ScramSha256#MECHANISM_PLUS}. @param endPoint the certificate's hash */
    record Bound(byte[] endPoint) implements ScramBinding {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bound(byte[] otherEndPoint) && Arrays.equals(endPoint, otherEndPoint);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(endPoint);
        }
    }
}
