package io.segue.protocol.message;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an ErrorResponse or a NoticeResponse says: texts by letter, see {@link ErrorField}.
 *
 * <pre>ErrorFields.error(SqlState.CANNOT_CONNECT_NOW, "shard \"main\" is not available").hint("Try again.")</pre>
 *
 * @param fields in the order sent
 */
public record ErrorFields(Map<Character, String> fields) {

    public ErrorFields {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The statement failed, the session goes on. */
    public static ErrorFields error(SqlState sqlState, String message) {
        return of("ERROR", sqlState, message);
    }

    /** The session ends. */
    public static ErrorFields fatal(SqlState sqlState, String message) {
        return of("FATAL", sqlState, message);
    }

    public static ErrorFields warning(SqlState sqlState, String message) {
        return of("WARNING", sqlState, message);
    }

    public static ErrorFields notice(String message) {
        return of("NOTICE", SqlState.SUCCESSFUL_COMPLETION, message);
    }

    private static ErrorFields of(String severity, SqlState sqlState, String message) {
        return new ErrorFields(Map.of())
                .with(ErrorField.SEVERITY_LOCALIZED, severity)
                .with(ErrorField.SEVERITY, severity)
                .with(ErrorField.SQL_STATE, sqlState.code())
                .with(ErrorField.MESSAGE, message);
    }

    public ErrorFields detail(String text) {
        return with(ErrorField.DETAIL, text);
    }

    public ErrorFields hint(String text) {
        return with(ErrorField.HINT, text);
    }

    /**
     * Where in PostgreSQL's source the same is said, for programs that look at that. The line is left out, as it is another in each release.
     * To be said last, as the server does.
     */
    public ErrorFields from(String file, String routine) {
        return with(ErrorField.FILE, file).with(ErrorField.ROUTINE, routine);
    }

    /** @param letter one of {@link ErrorField} */
    public ErrorFields with(char letter, String text) {
        Map<Character, String> more = new LinkedHashMap<>(fields);
        more.put(letter, text);
        return new ErrorFields(more);
    }

    public Optional<String> field(char letter) {
        return Optional.ofNullable(fields.get(letter));
    }

    /** {@code ERROR}, {@code FATAL} and so on, in English where the server says it (since 9.6). */
    public String severity() {
        return field(ErrorField.SEVERITY).or(() -> field(ErrorField.SEVERITY_LOCALIZED)).orElse("");
    }

    /** Five characters; empty when a broken server sent none. */
    public String sqlState() {
        return field(ErrorField.SQL_STATE).orElse("");
    }

    public boolean is(SqlState sqlState) {
        return sqlState.code().equals(sqlState());
    }

    public String message() {
        return field(ErrorField.MESSAGE).orElse("");
    }

    public Optional<String> detail() {
        return field(ErrorField.DETAIL);
    }

    public Optional<String> hint() {
        return field(ErrorField.HINT);
    }

    void encode(ByteBuf out, byte type) {
        int start = MessageWriter.begin(out, type);
        fields.forEach((letter, text) -> {
            out.writeByte(letter);
            MessageWriter.string(out, text);
        });
        out.writeByte(0);
        MessageWriter.end(out, start);
    }

    static ErrorFields decode(ByteBuf body) {
        MessageReader reader = new MessageReader(body);
        Map<Character, String> fields = new LinkedHashMap<>();
        for (byte letter = reader.int8(); letter != 0; letter = reader.int8()) {
            fields.put((char) (letter & 0xFF), reader.string());
        }
        reader.end();
        return new ErrorFields(fields);
    }
}
