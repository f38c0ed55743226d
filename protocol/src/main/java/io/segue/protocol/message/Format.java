package io.segue.protocol.message;

import java.util.ArrayList;
import java.util.List;

/** How a value is written. */
public enum Format {

    TEXT(0),
    BINARY(1);

    private final short code;

    Format(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    /** @throws ProtocolViolationException as the server words it, for other codes than 0 and 1 */
    public static Format of(short code) {
        return switch (code) {
            case 0 -> TEXT;
            case 1 -> BINARY;
            default -> throw new ProtocolViolationException(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + code);
        };
    }

    /** Int16 count and Int16 codes. */
    static List<Format> decodeList(MessageReader reader) {
        int count = reader.count();
        List<Format> formats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            formats.add(of(reader.int16()));
        }
        return List.copyOf(formats);
    }
}
