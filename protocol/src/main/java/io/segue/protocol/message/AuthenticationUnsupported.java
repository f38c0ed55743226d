package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for something that Segue cannot do itself: GSSAPI (7, 8), SSPI (9), or what is still to be invented.
 *
 * <pre>'R' | Int32 length | Int32 code | Byte n data</pre>
 */
public record AuthenticationUnsupported(int code, byte[] data) implements Authentication {

    @Override
    public void encode(ByteBuf out) {
        MessageWriter.authentication(out, code, data);
    }
}
