package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the fields of one body in order. Every step is checked against the body's end; the errors are worded as the server's (pqformat.c). */
final class MessageReader {

    private final ByteBuf body;

    MessageReader(ByteBuf body) {
        this.body = body;
    }

    byte int8() {
        require(Byte.BYTES);
        return body.readByte();
    }

    short int16() {
        require(Short.BYTES);
        return body.readShort();
    }

    /** A number of things that follow: the server takes Int16 counts as unsigned. */
    int count() {
        require(Short.BYTES);
        return body.readUnsignedShort();
    }

    int int32() {
        require(Integer.BYTES);
        return body.readInt();
    }

    /** Int16 count and as many Int32. */
    List<Integer> int32s() {
        int count = count();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(int32());
        }
        return numbers;
    }

    /** Bytes up to the next zero, read as UTF-8; malformed sequences become U+FFFD. */
    String string() {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw violation("invalid string in message");
        }
        String text = body.readString(length, StandardCharsets.UTF_8);
        body.skipBytes(1);
        return text;
    }

    /**
     * As {@link #string()}, for what must not stay in memory longer than the string itself: Netty reads strings through an array that its
     * thread keeps, where the bytes would stay until others come over them.
     */
    String secret() {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw violation("invalid string in message");
        }
        byte[] bytes = bytes(length);
        body.skipBytes(1);
        String text = new String(bytes, StandardCharsets.UTF_8);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }

    /** Whether a string with its end is there. */
    boolean hasString() {
        return body.bytesBefore((byte) 0) >= 0;
    }

    /** The same of bytes in an encoding that is not known; see {@link AnyText}. */
    String anyString() {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw violation("invalid string in message");
        }
        byte[] bytes = bytes(length);
        body.skipBytes(1);
        return AnyText.decode(bytes);
    }

    byte[] bytes(int length) {
        require(length);
        byte[] bytes = new byte[length];
        body.readBytes(bytes);
        return bytes;
    }

    byte[] rest() {
        return bytes(body.readableBytes());
    }

    /** A value as in DataRow and Bind: Int32 length and bytes; {@code null} for the length -1, SQL's NULL. */
    byte[] value() {
        int length = int32();
        return length == -1 ? null : bytes(length);
    }

    /** Int16 count and as many values. */
    List<byte[]> values() {
        int count = count();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        return values;
    }

    boolean isAtEnd() {
        return !body.isReadable();
    }

    /** Nothing may be left. */
    void end() {
        if (!isAtEnd()) {
            throw violation("invalid message format");
        }
    }

    private void require(int length) {
        if (length < 0 || length > body.readableBytes()) {
            throw violation("insufficient data left in message");
        }
    }

    static ProtocolViolationException violation(String message) {
        return new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, message);
    }
}
