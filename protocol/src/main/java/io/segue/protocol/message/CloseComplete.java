package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Answers Close.
 *
 * <pre>'3' | Int32 4</pre>
 */
public record CloseComplete() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.CLOSE_COMPLETE);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static CloseComplete decode(ByteBuf body) {
        new MessageReader(body).end();
        return new CloseComplete();
    }
}
