package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * A simple query: any number of statements, one unit.
 *
 * <pre>'Q' | Int32 length | String query</pre>
 */
public record Query(String query) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.QUERY);
        MessageWriter.string(out, query);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is not one string */
    public static Query decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        Query message = new Query(reader.string());
        reader.end();
        return message;
    }
}
