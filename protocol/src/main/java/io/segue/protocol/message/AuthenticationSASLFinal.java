package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Ends the exchange well.
 *
 * <pre>'R' | Int32 length | Int32 12 | Byte n data</pre>
 *
 * @param data SCRAM's server-final-message
 */
public record AuthenticationSASLFinal(byte[] data) implements Authentication {

    static final int CODE = 12;

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, CODE, data);
    }
}
