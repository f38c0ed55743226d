package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One row.
 *
 * <pre>'D' | Int32 length | Int16 count | { Int32 length, -1 for NULL | Byte n value }*</pre>
 *
 * @param values {@code null} elements are SQL's NULL
 */
public record DataRow(List<byte[]> values) implements BackendMessage {

    public DataRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * A row in text form.
     *
     * @param texts {@code null} elements are SQL's NULL
     */
    public static DataRow ofTexts(List<String> texts) {
        List<byte[]> values = new ArrayList<>();
        texts.forEach(text -> values.add(text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
        return new DataRow(values);
    }

    /**
     * A value in text form; empty for NULL.
     *
     * @param column from 0
     * @throws ProtocolViolationException when the row has fewer columns than were asked for
     */
    public Optional<String> text(int column) {
        if (column >= values.size()) {
            throw MessageReader.violation("a row has " + values.size() + " columns, number " + column + " (from 0) was expected");
        }
        return Optional.ofNullable(values.get(column)).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.DATA_ROW);
        MessageWriter.values(out, values);
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static DataRow decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        DataRow row = new DataRow(reader.values());
        reader.end();
        return row;
    }
}
