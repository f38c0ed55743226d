package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Answers Parse.
 *
 * <pre>'1' | Int32 4</pre>
 */
public record ParseComplete() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.PARSE_COMPLETE);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static ParseComplete decode(ByteBuf body) {
        new MessageReader(body).end();
        return new ParseComplete();
    }
}
