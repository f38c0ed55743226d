package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Answers Describe of what returns no rows.
 *
 * <pre>'n' | Int32 4</pre>
 */
public record NoData() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.NO_DATA);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static NoData decode(ByteBuf body) {
        new MessageReader(body).end();
        return new NoData();
    }
}
