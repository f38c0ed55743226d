package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Chooses a mechanism and begins the exchange.
 *
 * <pre>'p' | Int32 length | String mechanism | Int32 length of data, -1 for none | Byte n data</pre>
 *
 * @param data SCRAM's client-first-message; empty when there is none
 */
public record SASLInitialResponse(String mechanism, byte[] data) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.PASSWORD);
        MessageWriter.string(out, mechanism);
        out.writeInt(data.length).writeBytes(data);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static SASLInitialResponse decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        String mechanism = reader.string();
        byte[] data = reader.value();
        reader.end();
        return new SASLInitialResponse(mechanism, data == null ? new byte[0] : data);
    }
}
