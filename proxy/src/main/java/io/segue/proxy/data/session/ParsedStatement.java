package io.segue.proxy.data.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.segue.protocol.message.ProtocolViolationException;
import io.segue.protocol.message.SqlState;
import java.util.Arrays;

/**
 * A Parse as the client sent it.
 *
 * @param name empty for the unnamed statement; see {@link #nameOf}
 * @param body of the message, in the client's encoding; it is sent again as it is
 */
record ParsedStatement(String name, byte[] body) {

    /** What the server tells names apart by: NAMEDATALEN without the zero at the end. */
    private static final int NAME_BYTES = 63;

    @Override
    public boolean equals(Object other) {
        return other instanceof ParsedStatement that && name.equals(that.name) && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(body);
    }

    /** Whether it is the same in every encoding of a client. */
    boolean isAscii() {
        for (byte each : body) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    boolean isUnnamed() {
        return name.isEmpty();
    }

    /**
     * The name that ends with the next zero of {@code body}, as far as the server tells names apart. One character stands for one byte,
     * because the client's encoding may be any.
     *
     * @throws ProtocolViolationException when there is no zero
     */
    static String nameOf(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new ProtocolViolationException(SqlState.PROTOCOL_VIOLATION, "invalid string in message");
        }
        return body.toString(body.readerIndex(), Math.min(length, NAME_BYTES), ISO_8859_1);
    }

    /** The bytes of a name from {@link #nameOf}. */
    static byte[] bytesOf(String name) {
        return name.getBytes(ISO_8859_1);
    }
}
