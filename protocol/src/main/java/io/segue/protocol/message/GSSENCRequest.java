package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for GSSAPI encryption; answered by one byte, {@code G} or {@code N}.
 *
 * <pre>Int32 8 | Int32 80877104</pre>
 */
public record GSSENCRequest() implements StartupPacket {

    /** In the place of a protocol version: 1234 and a number that no version has. */
    public static final int CODE = 80877104;

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.beginUntyped(out);
        out.writeInt(CODE);
        MessageWriter.end(out, start);
    }

    static GSSENCRequest decode(MessageReader reader) {
        reader.end();
        return new GSSENCRequest();
    }
}
