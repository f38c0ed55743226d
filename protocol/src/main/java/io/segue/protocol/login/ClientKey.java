package io.segue.protocol.login;

import java.security.MessageDigest;

/**
 * What a password is worth to a server with the matching {@link ScramVerifier}: who has it logs in. Lives in memory only, cannot be printed,
 * and is not serializable.
 */
public final class ClientKey {

    private final byte[] bytes;

    ClientKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether this key logs in where {@code verifier} is stored. */
    public boolean opens(ScramVerifier verifier) {
        return MessageDigest.isEqual(ScramSha256.hash(bytes), verifier.storedKey());
    }

    /** ClientProof, for the exchange that {@code authMessage} is the transcript of. */
    byte[] proof(String authMessage) {
        byte[] signature = ScramSha256.hmac(ScramSha256.hash(bytes), authMessage);
        return ScramSha256.xor(bytes, signature);
    }

    /** The other way round: what {@code proof} was made from. The right key only if it {@link #opens} the verifier. */
    static ClientKey recover(byte[] proof, ScramVerifier verifier, String authMessage) {
        byte[] signature = ScramSha256.hmac(verifier.storedKey(), authMessage);
        return new ClientKey(ScramSha256.xor(proof, signature));
    }

    @Override
    public String toString() {
        return "********";
    }
}
