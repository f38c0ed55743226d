package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Forgets a prepared statement or a portal; no error when it does not exist.
 *
 * <pre>'C' | Int32 length | Byte1 'S' statement or 'P' portal | String name</pre>
 *
 * @param name empty for the unnamed one
 */
public record Close(Target target, String name) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        target.encode(out, FrontendType.CLOSE, name);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static Close decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        Close message = new Close(Target.decode(reader, "CLOSE"), reader.string());
        reader.end();
        return message;
    }
}
