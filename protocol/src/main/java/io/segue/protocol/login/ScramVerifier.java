package io.segue.protocol.login;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server stores of a password ({@code pg_authid.rolpassword}), enough to check a proof and to prove that one is that server:
 *
 * <pre>SCRAM-SHA-256$&lt;iterations&gt;:&lt;salt&gt;$&lt;StoredKey&gt;:&lt;ServerKey&gt;      (salt and keys in Base64)</pre>
 *
 * <p>A secret as well: it cannot be printed but by {@link #format}. Equal by value.
 */
public final class ScramVerifier implements StoredPassword {

    /** What PostgreSQL takes for a new password, {@code scram_iterations}. */
    public static final int DEFAULT_ITERATIONS = 4096;

    private static final Pattern FORMAT = Pattern.compile("SCRAM-SHA-256\\$(\\d{1,10}):([^$:]+)\\$([^$:]+):([^$:]+)");

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Derives the verifier of {@code password}, as the server does for {@code ALTER ROLE ... PASSWORD}. Takes milliseconds.
     *
     * @throws IllegalArgumentException when the salt is empty or there is no iteration
     */
    public static ScramVerifier of(String password, byte[] salt, int iterations) {
        byte[] salted = ScramSha256.saltedPassword(password, salt, iterations);
        return new ScramVerifier(salt, iterations, ScramSha256.hash(ScramSha256.clientKey(salted)), ScramSha256.serverKey(salted));
    }

    /** Empty when {@code text} is none: another kind of password (md5), or malformed. The server treats both as a role that cannot log in. */
    public static Optional<ScramVerifier> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long iterations = Long.parseLong(matcher.group(1));
        Optional<byte[]> salt = ScramText.base64(matcher.group(2));
        Optional<byte[]> storedKey = key(matcher.group(3));
        Optional<byte[]> serverKey = key(matcher.group(4));
        if (iterations < 1 || iterations > Integer.MAX_VALUE || salt.isEmpty() || storedKey.isEmpty() || serverKey.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ScramVerifier(salt.get(), (int) iterations, storedKey.get(), serverKey.get()));
    }

    private static Optional<byte[]> key(String base64) {
        return ScramText.base64(base64).filter(key -> key.length == ScramSha256.KEY_BYTES);
    }

    /** The text that {@link #parse} reads. Not for a log. */
    public String format() {
        return "SCRAM-SHA-256$%d:%s$%s:%s".formatted(iterations, saltBase64(), ScramText.base64(storedKey), ScramText.base64(serverKey));
    }

    /** The key that {@code password} is worth here; empty when it is another password. Takes milliseconds. */
    public Optional<ClientKey> unlock(PlainPassword password) {
        ClientKey key = new ClientKey(ScramSha256.clientKey(ScramSha256.saltedPassword(password.reveal(), salt, iterations)));
        return key.opens(this) ? Optional.of(key) : Optional.empty();
    }

    public int iterations() {
        return iterations;
    }

    /** Whether a server that asks with these has this verifier, as far as can be seen before it proved so. */
    boolean isAskedFor(byte[] otherSalt, int otherIterations) {
        return iterations == otherIterations && Arrays.equals(salt, otherSalt);
    }

    String saltBase64() {
        return ScramText.base64(salt);
    }

    byte[] storedKey() {
        return storedKey;
    }

    /** ServerSignature: the server's proof, in Base64. */
    String serverSignature(String authMessage) {
        return ScramText.base64(ScramSha256.hmac(serverKey, authMessage));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramVerifier verifier && isAskedFor(verifier.salt, verifier.iterations)
                && MessageDigest.isEqual(storedKey, verifier.storedKey) && MessageDigest.isEqual(serverKey, verifier.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return "SCRAM-SHA-256$********";
    }
}
