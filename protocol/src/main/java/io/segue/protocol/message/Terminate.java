package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Says goodbye.
 *
 * <pre>'X' | Int32 4</pre>
 */
public record Terminate() implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, FrontendType.TERMINATE);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static Terminate decode(ByteBuf body) {
        new MessageReader(body).end();
        return new Terminate();
    }
}
