package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * The login succeeded.
 *
 * <pre>'R' | Int32 8 | Int32 0</pre>
 */
public record AuthenticationOk() implements Authentication {

    static final int CODE = 0;

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, CODE);
    }
}
