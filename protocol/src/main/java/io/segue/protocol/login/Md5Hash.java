package io.segue.protocol.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server stores of a password when {@code password_encryption} is md5, and all that logging in by md5 takes: who has it needs no
 * password.
 *
 * <pre>
 *   stored:  "md5" hex(MD5(password user))
 *   answer:  "md5" hex(MD5(hex(MD5(password user)) salt))
 * </pre>
 */
public final class Md5Hash implements StoredPassword {

    private static final String PREFIX = "md5";
    private static final Pattern FORMAT = Pattern.compile("md5[0-9a-fA-F]{32}");

    private final String hex;

    private Md5Hash(String hex) {
        this.hex = hex;
    }

    /** As {@code ALTER ROLE ... PASSWORD} makes it: the role's name is the salt, which is why a renamed role loses its password. */
    public static Md5Hash of(String password, String user) {
        return new Md5Hash(hex(bytes(password + user)));
    }

    /** Empty when {@code text} is none. */
    public static Optional<Md5Hash> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new Md5Hash(text.substring(PREFIX.length()))) : Optional.empty();
    }

    /** The answer to an AuthenticationMD5Password with {@code salt}, for PasswordMessage. */
    public String answer(byte[] salt) {
        byte[] inner = bytes(hex);
        byte[] both = new byte[inner.length + salt.length];
        System.arraycopy(inner, 0, both, 0, inner.length);
        System.arraycopy(salt, 0, both, inner.length, salt.length);
        return PREFIX + hex(both);
    }

    /** Whether {@code answer} is what somebody who knows the password says to {@code salt}. */
    public boolean isAnsweredBy(String answer, byte[] salt) {
        return MessageDigest.isEqual(bytes(answer), bytes(answer(salt)));
    }

    /** Whether this is the hash of {@code password}. */
    public boolean isOf(PlainPassword password, String user) {
        return equals(of(password.reveal(), user));
    }

    /** The text that {@link #parse} reads. Not for a log. */
    public String format() {
        return PREFIX + hex;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks an algorithm that every JDK has to have", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Md5Hash hash && MessageDigest.isEqual(bytes(hex), bytes(hash.hex));
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return PREFIX + "********";
    }
}
