package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Prepares a statement.
 *
 * <pre>'P' | Int32 length | String statement | String query | Int16 count | Int32 type OID *</pre>
 *
 * <p>Who only remembers a Parse keeps its body as it came, in the client's encoding, and takes {@link #statementOf} and {@link #queryOf} from it.
 *
 * @param statement the name; empty for the unnamed one
 * @param parameterTypes type OIDs, 0 where the server shall infer
 */
public record Parse(String statement, String query, List<Integer> parameterTypes) implements FrontendMessage {

    public Parse {
        parameterTypes = List.copyOf(parameterTypes);
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.PARSE);
        MessageWriter.string(out, statement);
        MessageWriter.string(out, query);
        MessageWriter.int32s(out, parameterTypes);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static Parse decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        String statement = reader.string();
        String query = reader.string();
        List<Integer> types = reader.int32s();
        reader.end();
        return new Parse(statement, query, types);
    }

    /**
     * The statement's name, with the body left as it is.
     *
     * @throws ProtocolViolationException when the body has no such string
     */
    public static String statementOf(ByteBuf body) {
        return new MessageReader(body.duplicate()).string();
    }

    /**
     * The bytes of the query text, without the zero at their end and in the client's encoding, with the body left as it is.
     *
     * @return a slice that shares the body's memory and reference count
     * @throws ProtocolViolationException when the body has no such string
     */
    public static ByteBuf queryOf(ByteBuf body) {
        ByteBuf rest = body.duplicate();
        new MessageReader(rest).string();
        int length = rest.bytesBefore((byte) 0);
        if (length < 0) {
            throw MessageReader.violation("invalid string in message");
        }
        return rest.slice(rest.readerIndex(), length);
    }
}
