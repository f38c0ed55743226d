package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * A statement is done.
 *
 * <pre>'C' | Int32 length | String tag</pre>
 *
 * @param tag for example {@code INSERT 0 1}, {@code SELECT 5}, {@code SET}
 */
public record CommandComplete(String tag) implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.COMMAND_COMPLETE);
        MessageWriter.string(out, tag);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is not one string */
    public static CommandComplete decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        CommandComplete message = new CommandComplete(reader.string());
        reader.end();
        return message;
    }
}
