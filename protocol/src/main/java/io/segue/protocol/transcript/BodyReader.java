package io.segue.protocol.transcript;

import io.netty.buffer.ByteBuf;

/**
 * Reads the fields of one body, of which perhaps only the beginning is there.
 *
 * <p>{@link Broken}: the body contradicts itself. {@link CutShort}: nothing wrong so far, but what follows was not looked at.
 */
final class BodyReader {

    private final ByteBuf head;
    private final int valueBytes;
    private long left;
    private boolean stringIsWhole = true;

    /** Not thrown out of this package: the line says it. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message, null, false, false);
        }
    }

    /** The end of the head. */
    static final class CutShort extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient long more;

        CutShort(long more) {
            super("", null, false, false);
            this.more = more;
        }

        long more() {
            return more;
        }
    }

    /**
     * @param head its readable bytes are the body, or the beginning of it
     * @param length of the whole body
     * @param valueBytes how much of a value is shown
     */
    BodyReader(ByteBuf head, long length, int valueBytes) {
        this.head = head;
        this.left = length;
        this.valueBytes = valueBytes;
    }

    boolean isAtEnd() {
        return left == 0;
    }

    long left() {
        return left;
    }

    byte int8() throws Broken, CutShort {
        require(Byte.BYTES);
        return head.readByte();
    }

    int int16() throws Broken, CutShort {
        require(Short.BYTES);
        return head.readUnsignedShort();
    }

    int int32() throws Broken, CutShort {
        require(Integer.BYTES);
        return head.readInt();
    }

    long int64() throws Broken, CutShort {
        require(Long.BYTES);
        return head.readLong();
    }

    /** A string, or what was looked at of it: then {@link #requireWholeString} ends the reading. */
    byte[] string() throws Broken {
        int length = head.bytesBefore((byte) 0);
        if (length < 0 && head.readableBytes() == left) {
            throw new Broken("invalid string in message");
        }
        stringIsWhole = length >= 0;
        byte[] text = new byte[stringIsWhole ? length : head.readableBytes()];
        head.readBytes(text).skipBytes(stringIsWhole ? 1 : 0);
        left -= text.length + (stringIsWhole ? 1 : 0);
        return text;
    }

    /** The end of the last string was not looked at: nothing behind it can be. */
    void requireWholeString() throws CutShort {
        if (!stringIsWhole) {
            throw new CutShort(left);
        }
    }

    byte[] wholeString() throws Broken, CutShort {
        byte[] text = string();
        requireWholeString();
        return text;
    }

    /** As much of the next {@code length} bytes as is shown. */
    Term.Bytes value(long length) throws Broken {
        if (length < 0 || length > left) {
            throw new Broken("insufficient data left in message");
        }
        byte[] present = new byte[(int) Math.min(length, head.readableBytes())];
        head.readBytes(present);
        left -= length;
        return Term.Bytes.cut(present, Math.min(valueBytes, Secrets.shownOfValue(present)), length);
    }

    Term.Bytes rest() throws Broken {
        return value(left);
    }

    /** Passes what is secret. */
    void skipRest() {
        head.skipBytes(head.readableBytes());
        left = 0;
    }

    void end() throws Broken {
        if (left > 0) {
            throw new Broken("invalid message format");
        }
    }

    private void require(int bytes) throws Broken, CutShort {
        if (bytes > left) {
            throw new Broken("insufficient data left in message");
        }
        if (bytes > head.readableBytes()) {
            throw new CutShort(left);
        }
        left -= bytes;
    }
}
