package io.segue.protocol.message;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The secret that allows to cancel a session's statements: 4 bytes up to protocol 3.1, 4 to 256 from 3.2 on. Equal by value, in constant time;
 * not printable.
 */
public final class CancelKey {

    public static final int MIN_BYTES = 4;
    public static final int MAX_BYTES = 256;

    private final byte[] bytes;

    /** @throws IllegalArgumentException when there are fewer than 4 or more than 256 bytes */
    public CancelKey(byte[] bytes) {
        if (!isAllowed(bytes.length)) {
            throw new IllegalArgumentException("a cancel key has 4 to 256 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** @throws ProtocolViolationException when the rest of the body is no key */
    static CancelKey decode(MessageReader reader) {
        byte[] bytes = reader.rest();
        if (!isAllowed(bytes.length)) {
            throw MessageReader.violation("invalid length of cancel key: " + bytes.length + " bytes");
        }
        return new CancelKey(bytes);
    }

    private static boolean isAllowed(int length) {
        return length >= MIN_BYTES && length <= MAX_BYTES;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CancelKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "********";
    }
}
