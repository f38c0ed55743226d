package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Answers AuthenticationCleartextPassword or AuthenticationMD5Password.
 *
 * <pre>'p' | Int32 length | String password</pre>
 */
public record PasswordMessage(String password) implements FrontendMessage {

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.PASSWORD);
        MessageWriter.string(out, password);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is not one string */
    public static PasswordMessage decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        PasswordMessage message = new PasswordMessage(reader.secret());
        reader.end();
        return message;
    }

    @Override
    public String toString() {
        return "PasswordMessage[password=********]";
    }
}
