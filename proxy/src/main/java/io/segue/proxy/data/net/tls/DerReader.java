package io.segue.proxy.data.net.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Reads DER, value by value: as little of it as an old private key needs. */
final class DerReader {

    private static final int MOST_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private int index;

    DerReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What is inside of the next value. */
    DerReader inside(int tag) throws GeneralSecurityException {
        return new DerReader(content(tag));
    }

    void skip(int tag) throws GeneralSecurityException {
        content(tag);
    }

    /** The bytes of the next value, which must have that tag. */
    byte[] content(int tag) throws GeneralSecurityException {
        if (next() != tag) {
            throw damaged();
        }
        int length = length();
        if (length > bytes.length - index) {
            throw damaged();
        }
        index += length;
        return Arrays.copyOfRange(bytes, index - length, index);
    }

    private int length() throws GeneralSecurityException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw damaged();
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | next();
        }
        return length;
    }

    private int next() throws GeneralSecurityException {
        if (index >= bytes.length) {
            throw damaged();
        }
        return bytes[index++] & 0xff;
    }

    private static GeneralSecurityException damaged() {
        return new GeneralSecurityException("its private key names no curve, or is damaged");
    }
}
