package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for TLS; answered by one byte, {@code S} or {@code N}.
 *
 * <pre>Int32 8 | Int32 80877103</pre>
 */
public record SSLRequest() implements StartupPacket {

    /** In the place of a protocol version: 1234 and a number that no version has. */
    public static final int CODE = 80877103;

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.beginUntyped(out);
        out.writeInt(CODE);
        MessageWriter.end(out, start);
    }

    static SSLRequest decode(MessageReader reader) {
        reader.end();
        return new SSLRequest();
    }
}
