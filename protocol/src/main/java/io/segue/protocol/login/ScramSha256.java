package io.segue.protocol.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802, section 3, over SHA-256. */
public final class ScramSha256 {

    /** The mechanism's name in AuthenticationSASL and SASLInitialResponse. */
    public static final String MECHANISM = "SCRAM-SHA-256";

    /** The same, bound to the encrypted connection: see {@link ScramBinding}. */
    public static final String MECHANISM_PLUS = "SCRAM-SHA-256-PLUS";

    static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 18;
    private static final String HMAC = "HmacSHA256";

    private ScramSha256() {
    }

    /** A nonce of one side: 18 random bytes in Base64, as PostgreSQL makes them. */
    public static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** SaltedPassword; costs about a microsecond for each iteration. */
    static byte[] saltedPassword(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(SaslPrep.prepare(password).toCharArray(), salt, iterations, KEY_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] clientKey(byte[] saltedPassword) {
        return hmac(saltedPassword, "Client Key");
    }

    static byte[] serverKey(byte[] saltedPassword) {
        return hmac(saltedPassword, "Server Key");
    }

    /** @param text Latin-1, which is to say bytes */
    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this JDK lacks an algorithm that every JDK has to have", cause);
    }
}
