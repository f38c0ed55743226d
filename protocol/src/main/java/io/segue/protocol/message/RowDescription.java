package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the rows that follow.
 *
 * <pre>
 * 'T' | Int32 length | Int16 count
 *     | { String name | Int32 table OID | Int16 column number | Int32 type OID | Int16 type size | Int32 type modifier | Int16 format }*
 * </pre>
 */
public record RowDescription(List<Column> columns) implements BackendMessage {

    private static final int OID_TEXT = 25;

    /**
     * One column.
     *
     * @param tableOid of the table it comes from, 0 for none
     * @param number of the column in that table, 0 for none
     * @param typeSize bytes; negative for types of variable size
     * @param typeModifier -1 for none
     */
    public record Column(String name, int tableOid, short number, int typeOid, short typeSize, int typeModifier, Format format) {

        /** A column of type {@code text}, in text form, of no table. */
        public static Column text(String name) {
            return new Column(name, 0, (short) 0, OID_TEXT, (short) -1, -1, Format.TEXT);
        }

        private void encode(ByteBuf out) {
            MessageWriter.string(out, name);
            out.writeInt(tableOid).writeShort(number).writeInt(typeOid).writeShort(typeSize).writeInt(typeModifier).writeShort(format.code());
        }

        private static Column decode(MessageReader reader) {
            return new Column(reader.string(), reader.int32(), reader.int16(), reader.int32(), reader.int16(), reader.int32(),
                    Format.of(reader.int16()));
        }
    }

    public RowDescription {
        columns = List.copyOf(columns);
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    @Override
    public void encode(ByteBuf out) {
        int start = MessageWriter.begin(out, BackendType.ROW_DESCRIPTION);
        MessageWriter.count(out, columns.size());
        columns.forEach(column -> column.encode(out));
        MessageWriter.end(out, start);
    }

    /** @throws ProtocolViolationException when the body is malformed */
    public static RowDescription decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        int count = reader.count();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(Column.decode(reader));
        }
        reader.end();
        return new RowDescription(columns);
    }
}
