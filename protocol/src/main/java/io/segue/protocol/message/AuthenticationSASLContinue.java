package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Goes on with the exchange.
 *
 * <pre>'R' | Int32 length | Int32 11 | Byte n data</pre>
 *
 * @param data SCRAM's server-first-message
 */
public record AuthenticationSASLContinue(byte[] data) implements Authentication {

    static final int CODE = 11;

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, CODE, data);
    }
}
