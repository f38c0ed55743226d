package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * In place of CommandComplete, for an empty query.
 *
 * <pre>'I' | Int32 4</pre>
 */
public record EmptyQueryResponse() implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.empty(out, BackendType.EMPTY_QUERY_RESPONSE);
    }

    /** @throws ProtocolViolationException when the body is not empty */
    public static EmptyQueryResponse decode(ByteBuf body) {
        new MessageReader(body).end();
        return new EmptyQueryResponse();
    }
}
