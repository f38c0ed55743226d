package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks what a prepared statement takes and returns, or what a portal returns.
 *
 * <pre>'D' | Int32 length | Byte1 'S' statement or 'P' portal | String name</pre>
 *
 * @param name empty for the unnamed one
 */
public record Describe(Target target, String name) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        target.encode(out, FrontendType.DESCRIBE, name);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static Describe decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        Describe message = new Describe(Target.decode(reader, "DESCRIBE"), reader.string());
        reader.end();
        return message;
    }
}
