package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * What a client needs for a CancelRequest.
 *
 * <pre>'K' | Int32 length | Int32 process id | Byte n key</pre>
 */
public record BackendKeyData(int processId, CancelKey key) implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.BACKEND_KEY_DATA);
        out.writeInt(processId).writeBytes(key.bytes());
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the key has fewer than 4 or more than 256 bytes */
    public static BackendKeyData decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        return new BackendKeyData(reader.int32(), CancelKey.decode(reader));
    }
}
