package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for the password, hashed.
 *
 * <pre>'R' | Int32 12 | Int32 5 | Byte4 salt</pre>
 */
public record AuthenticationMD5Password(byte[] salt) implements Authentication {

    static final int CODE = 5;
    private static final int SALT_BYTES = 4;

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, CODE, salt);
    }

    static AuthenticationMD5Password decode(MessageReader reader) {
        return new AuthenticationMD5Password(reader.bytes(SALT_BYTES));
    }
}
