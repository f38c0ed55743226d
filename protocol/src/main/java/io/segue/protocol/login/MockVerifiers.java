package io.segue.protocol.login;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Makes up passwords for roles that cannot log in, so that they are answered like all others: the same name gets the same salt every
 * time, for as long as the key lives. PostgreSQL does likewise (mock_scram_secret), with a key in its control file.
 */
public final class MockVerifiers {

    /** As many bytes as a key should have. */
    public static final int KEY_BYTES = 32;

    private static final int SALT_BYTES = 16;

    private final byte[] key;
    private final int iterations;

    private MockVerifiers(byte[] key, int iterations) {
        this.key = key;
        this.iterations = iterations;
    }

    /** @param iterations those of the server's real roles, normally {@link ScramVerifier#DEFAULT_ITERATIONS} */
    public static MockVerifiers withRandomKey(SecureRandom random, int iterations) {
        return withKey(randomKey(random), iterations);
    }

    /** @param key secret: who has it can tell made-up salts from real ones */
    public static MockVerifiers withKey(byte[] key, int iterations) {
        return new MockVerifiers(key.clone(), iterations);
    }

    public static byte[] randomKey(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    public ScramAccount.Doomed accountOf(String user) {
        return new ScramAccount.Doomed(verifierOf(user));
    }

    public ScramVerifier verifierOf(String user) {
        return new ScramVerifier(salt(user), iterations, bytes(user, "stored"), bytes(user, "server"));
    }

    /** A real verifier of {@code password}, with the salt that the name would get without one. Takes milliseconds. */
    public ScramVerifier verifierOf(String user, PlainPassword password) {
        return password.derive(salt(user), iterations).verifier();
    }

    private byte[] salt(String user) {
        return Arrays.copyOf(bytes(user, "salt"), SALT_BYTES);
    }

    private byte[] bytes(String user, String purpose) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        return ScramSha256.hmac(key, purpose + ':' + new String(name, StandardCharsets.ISO_8859_1));
    }
}
