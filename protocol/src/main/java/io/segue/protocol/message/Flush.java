package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for what the server has to answer so far.
 *
 * <pre>'H' | Int32 4</pre>
 */
public record Flush() implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, FrontendType.FLUSH);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static Flush decode(ByteBuf body) {
        new MessageReader(body).end();
        return new Flush();
    }
}
