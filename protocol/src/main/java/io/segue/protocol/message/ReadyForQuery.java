package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * The server is ready for the next unit of work.
 *
 * <pre>'Z' | Int32 5 | Byte1 status</pre>
 */
public record ReadyForQuery(TransactionStatus status) implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.READY_FOR_QUERY);
        out.writeByte(status.code());
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is not one of the three states */
    public static ReadyForQuery decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        ReadyForQuery message = new ReadyForQuery(TransactionStatus.of(reader.int8()));
        reader.end();
        return message;
    }
}
