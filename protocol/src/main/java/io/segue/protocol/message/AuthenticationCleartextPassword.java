package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for the password itself.
 *
 * <pre>'R' | Int32 8 | Int32 3</pre>
 */
public record AuthenticationCleartextPassword() implements Authentication {

    static final int CODE = 3;

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, CODE);
    }
}
