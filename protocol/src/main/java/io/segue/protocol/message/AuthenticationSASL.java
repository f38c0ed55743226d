package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Offers SASL mechanisms.
 *
 * <pre>'R' | Int32 length | Int32 10 | { String mechanism }* | Byte1 0</pre>
 *
 * @param mechanisms in the order the server prefers
 */
public record AuthenticationSASL(List<String> mechanisms) implements Authentication {

    static final int CODE = 10;

    public AuthenticationSASL {
        mechanisms = List.copyOf(mechanisms);
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.AUTHENTICATION);
        out.writeInt(CODE);
        mechanisms.forEach(mechanism -> MessageWriter.string(out, mechanism));
        out.writeByte(0);
        MessageWriter.end(out, start);
    }

    static AuthenticationSASL decode(MessageReader reader) {
        List<String> mechanisms = new ArrayList<>();
        for (String mechanism = reader.string(); !mechanism.isEmpty(); mechanism = reader.string()) {
            mechanisms.add(mechanism);
        }
        return new AuthenticationSASL(mechanisms);
    }
}
