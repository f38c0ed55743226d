package io.segue.protocol.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A password in clear. Lives in memory only; {@link #reveal()} is the only way to it. Equal by value. Remembers the last keys derived
 * from it, because one password logs in to the same servers many times.
 */
public final class PlainPassword implements StoredPassword {

    private static final int REMEMBERED = 4;

    private final String text;
    private volatile List<Derived> remembered = List.of();

    private record Derived(byte[] salt, int iterations, ScramCredential.Key key) {

        boolean isFor(byte[] otherSalt, int otherIterations) {
            return iterations == otherIterations && Arrays.equals(salt, otherSalt);
        }
    }

    public PlainPassword(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** For PasswordMessage, and for nothing else. */
    public String reveal() {
        return text;
    }

    /** The key and the verifier with that salt; takes milliseconds when it is not one of the last few. */
    ScramCredential.Key derive(byte[] salt, int iterations) {
        for (Derived derived : remembered) {
            if (derived.isFor(salt, iterations)) {
                return derived.key();
            }
        }
        byte[] salted = ScramSha256.saltedPassword(text, salt, iterations);
        byte[] clientKey = ScramSha256.clientKey(salted);
        ScramVerifier verifier = new ScramVerifier(salt, iterations, ScramSha256.hash(clientKey), ScramSha256.serverKey(salted));
        ScramCredential.Key key = new ScramCredential.Key(new ClientKey(clientKey), verifier);
        remembered = Stream.concat(Stream.of(new Derived(salt.clone(), iterations, key)), remembered.stream()).limit(REMEMBERED).toList();
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainPassword password
                && MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), password.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "********";
    }
}
