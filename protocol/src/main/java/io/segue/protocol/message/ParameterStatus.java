package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * A setting that clients follow, at the login and whenever it changes.
 *
 * <pre>'S' | Int32 length | String name | String value</pre>
 */
public record ParameterStatus(String name, String value) implements BackendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.PARAMETER_STATUS);
        MessageWriter.string(out, name);
        MessageWriter.string(out, value);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is not two strings */
    public static ParameterStatus decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        ParameterStatus message = new ParameterStatus(reader.string(), reader.string());
        reader.end();
        return message;
    }
}
