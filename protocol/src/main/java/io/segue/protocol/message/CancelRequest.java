package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks, on a connection of its own, to cancel what a session is doing. There is no answer.
 *
 * <pre>Int32 length | Int32 80877102 | Int32 process id | Byte n key</pre>
 */
public record CancelRequest(int processId, CancelKey key) implements StartupPacket {

    static final int CODE = 80877102;

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.beginUntyped(out);
        out.writeInt(CODE).writeInt(processId).writeBytes(key.bytes());
        MessageWriter.end(out, start);
    }

    static CancelRequest decode(MessageReader reader) {
        return new CancelRequest(reader.int32(), CancelKey.decode(reader));
    }
}
