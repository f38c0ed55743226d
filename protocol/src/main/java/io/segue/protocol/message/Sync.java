package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Ends a unit of the extended protocol; answered by ReadyForQuery.
 *
 * <pre>'S' | Int32 4</pre>
 */
public record Sync() implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, FrontendType.SYNC);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static Sync decode(ByteBuf body) {
        new MessageReader(body).end();
        return new Sync();
    }
}
