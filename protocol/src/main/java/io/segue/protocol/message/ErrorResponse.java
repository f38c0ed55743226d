package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Something failed.
 *
 * <pre>'E' | Int32 length | { Byte1 letter | String text }* | Byte1 0</pre>
 */
public record ErrorResponse(ErrorFields fields) implements BackendMessage {

    /** The code is among so many bytes of a body, whatever the language of its severity (elog.c, send_message_to_frontend). */
    public static final int BYTES_TO_STATE = 64;

    /**
     * Whether an error has that code, told without decoding it.
     *
     * @param bytes a body, or its first {@link #BYTES_TO_STATE}; only lent
     */
    public static boolean hasState(ByteBuf bytes, int index, int length, SqlState state) {
        int at = index;
        int end = index + length;
        while (at < end && bytes.getByte(at) != 0) {
            byte letter = bytes.getByte(at++);
            int text = at;
            while (at < end && bytes.getByte(at) != 0) {
                at++;
            }
            if (letter == ErrorField.SQL_STATE) {
                return at < end && bytes.toString(text, at - text, StandardCharsets.US_ASCII).equals(state.code());
            }
            at++;
        }
        return false;
    }

    /**
     * For a client that asks for a version before 3, which can read nothing else (elog.c, send_message_to_frontend).
     *
     * <pre>'E' | String severity, message and line feed</pre>
     */
    public void encodeForVersion2(ByteBuf out) {
        out.writeByte(BackendType.ERROR_RESPONSE);
        MessageWriter.string(out, fields.severity() + ":  " + fields.message() + "\n");
    }

    @Override
    public void encode(ByteBuf out) {
        fields.encode(out, BackendType.ERROR_RESPONSE);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static ErrorResponse decode(ByteBuf body) {
        return new ErrorResponse(ErrorFields.decode(body));
    }
}
