package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The parameters of a prepared statement, in answer to Describe.
 *
 * <pre>'t' | Int32 length | Int16 count | Int32 type OID *</pre>
 */
public record ParameterDescription(List<Integer> typeOids) implements BackendMessage {

    public ParameterDescription {
        typeOids = List.copyOf(typeOids);
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.PARAMETER_DESCRIPTION);
        MessageWriter.int32s(out, typeOids);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static ParameterDescription decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        List<Integer> typeOids = reader.int32s();
        reader.end();
        return new ParameterDescription(typeOids);
    }
}
