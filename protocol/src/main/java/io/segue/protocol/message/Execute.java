package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Runs a portal.
 *
 * <pre>'E' | Int32 length | String portal | Int32 maximum of rows</pre>
 *
 * @param portal empty for the unnamed one
 * @param maxRows 0 or less: no limit
 */
public record Execute(String portal, int maxRows) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.EXECUTE);
        MessageWriter.string(out, portal);
        out.writeInt(maxRows);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static Execute decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        Execute message = new Execute(reader.string(), reader.int32());
        reader.end();
        return message;
    }
}
