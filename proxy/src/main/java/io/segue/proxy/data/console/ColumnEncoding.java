package io.segue.proxy.data.console;

import io.segue.protocol.message.DataRow;
import io.segue.protocol.message.Format;
import io.segue.protocol.message.RowDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of texts as the client wants them, column by column in text or in binary form. The binary forms are those of PostgreSQL's send
 * functions: {@code int8send}, {@code float8send}, {@code boolsend}, {@code timestamptz_send} (microseconds since 2000-01-01 UTC).
 */
record ColumnEncoding(List<Console.Column> columns, List<Format> formats) {

    private static final Instant POSTGRESQL_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final DateTimeFormatter TIMESTAMPTZ = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSx", Locale.ROOT);

    static ColumnEncoding text(List<Console.Column> columns) {
        return new ColumnEncoding(columns, columns.stream().map(_ -> Format.TEXT).toList());
    }

    RowDescription description() {
        List<RowDescription.Column> described = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Console.Column column = columns.get(at);
            Console.Column.Type type = column.type();
            described.add(new RowDescription.Column(column.name(), 0, (short) 0, type.oid(), type.size(), -1, formats.get(at)));
        }
        return new RowDescription(described);
    }

    DataRow row(List<String> texts) {
        List<byte[]> values = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            String text = texts.get(at);
            values.add(text == null ? null : value(text, columns.get(at).type(), formats.get(at)));
        }
        return new DataRow(values);
    }

    private static byte[] value(String text, Console.Column.Type type, Format format) {
        return switch (format) {
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
            case BINARY -> binary(text, type);
        };
    }

    private static byte[] binary(String text, Console.Column.Type type) {
        return switch (type) {
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
            case BIGINT -> int64(Long.parseLong(text));
            case DOUBLE -> int64(Double.doubleToLongBits(Double.parseDouble(text)));
            case BOOLEAN -> new byte[] {(byte) (text.equals("t") ? 1 : 0)};
            case TIMESTAMPTZ -> int64(ChronoUnit.MICROS.between(POSTGRESQL_EPOCH, OffsetDateTime.parse(text, TIMESTAMPTZ)));
        };
    }

    private static byte[] int64(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
