package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Goes on with the exchange.
 *
 * <pre>'p' | Int32 length | Byte n data</pre>
 *
 * @param data SCRAM's client-final-message
 */
public record SASLResponse(byte[] data) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.PASSWORD);
        out.writeBytes(data);
        MessageWriter.end(out, start);
    }

    /** Any body is one. */
    public static SASLResponse decode(ByteBuf body) {
        return new SASLResponse(new MessageReader(body).rest());
    }
}
