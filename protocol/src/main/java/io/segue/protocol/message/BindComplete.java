package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Answers Bind.
 *
 * <pre>'2' | Int32 4</pre>
 */
public record BindComplete() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.BIND_COMPLETE);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static BindComplete decode(ByteBuf body) {
        new MessageReader(body).end();
        return new BindComplete();
    }
}
