package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes a portal of a prepared statement and values.
 *
 * <pre>
 * 'B' | Int32 length | String portal | String statement
 *     | Int16 count | Int16 format of parameter *
 *     | Int16 count | { Int32 length, -1 for NULL | Byte n value }*
 *     | Int16 count | Int16 format of result column *
 * </pre>
 *
 * @param parameterFormats none: all text; one: for all; else one for each value
 * @param values {@code null} elements are SQL's NULL
 * @param resultFormats none: all text; one: for all; else one for each column
 */
public record Bind(String portal, String statement, List<Format> parameterFormats, List<byte[]> values, List<Format> resultFormats)
        implements FrontendMessage {

    public Bind {
        parameterFormats = List.copyOf(parameterFormats);
        values = Collections.unmodifiableList(new ArrayList<>(values));
        resultFormats = List.copyOf(resultFormats);
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, FrontendType.BIND);
        MessageWriter.string(out, portal);
        MessageWriter.string(out, statement);
        MessageWriter.formats(out, parameterFormats);
        MessageWriter.values(out, values);
        MessageWriter.formats(out, resultFormats);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed; 22023 for an unknown format */
    public static Bind decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        String portal = reader.string();
        String statement = reader.string();
        List<Format> parameterFormats = Format.decodeList(reader);
        List<byte[]> values = reader.values();
        List<Format> resultFormats = Format.decodeList(reader);
        reader.end();
        return new Bind(portal, statement, parameterFormats, values, resultFormats);
    }

    /**
     * The name of the statement that is bound, with the body left as it is.
     *
     * @throws ProtocolViolationException when the body has no such string
     */
    public static String statementOf(ByteBuf body) {
        MessageReader reader = new MessageReader(body.duplicate());
        reader.string();
        return reader.string();
    }
}
