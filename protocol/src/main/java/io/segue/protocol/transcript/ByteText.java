package io.segue.protocol.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as one word of printable text, without loss: in quotes, where what is no readable character of UTF-8 is escaped, or in hexadecimal where
 * more would be escaped than not.
 */
final class ByteText {

    static final String HEX_PREFIX = "0x";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MAX_UTF8_BYTES = 4;

    private ByteText() {}

    static String write(byte[] bytes) {
        StringBuilder quoted = new StringBuilder(bytes.length + 2).append('"');
        int escapes = 0;
        for (int i = 0; i < bytes.length; ) {
            int length = characterLength(bytes, i);
            if (length == 0) {
                escapes += isCommonEscape(bytes[i]) ? 0 : 1;
                quoted.append(escape(bytes[i]));
                i++;
            } else {
                quoted.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return escapes * 2 > bytes.length ? HEX_PREFIX + HEX.formatHex(bytes) : quoted.append('"').toString();
    }

    /** The bytes of the character at {@code index}; 0 when there is none that can be printed as it is. */
    private static int characterLength(byte[] bytes, int index) {
        byte first = bytes[index];
        if (first >= 0) {
            return first >= ' ' && first < 0x7F && first != '"' && first != '\\' ? 1 : 0;
        }
        int length = Math.min(Integer.numberOfLeadingZeros(~first << Integer.SIZE - Byte.SIZE), bytes.length - index);
        if (length < 2 || length > MAX_UTF8_BYTES) {
            return 0;
        }
        byte[] slice = Arrays.copyOfRange(bytes, index, index + length);
        String character = new String(slice, StandardCharsets.UTF_8);
        boolean isOne = character.codePointCount(0, character.length()) == 1 && Arrays.equals(slice, character.getBytes(StandardCharsets.UTF_8));
        return isOne && isReadable(character.codePointAt(0)) ? length : 0;
    }

    /** Nothing that ends a line, turns its direction or is not seen at all. */
    private static boolean isReadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isCommonEscape(byte b) {
        return b == '"' || b == '\\' || b == '\n' || b == '\r' || b == '\t';
    }

    private static String escape(byte b) {
        return switch (b) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\x" + HEX.toHexDigits(b);
        };
    }

    /**
     * @param content between the quotes
     * @throws TranscriptException for an escape that is none
     */
    static byte[] unquote(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < content.length(); ) {
            if (content.charAt(i) == '\\') {
                i = unescape(content, i + 1, bytes);
            } else {
                int end = content.indexOf('\\', i);
                end = end < 0 ? content.length() : end;
                bytes.writeBytes(content.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        return bytes.toByteArray();
    }

    private static int unescape(String content, int index, ByteArrayOutputStream bytes) {
        char escaped = index < content.length() ? content.charAt(index) : ' ';
        switch (escaped) {
            case '"', '\\' -> bytes.write(escaped);
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'x' -> {
                bytes.writeBytes(unhex(content.substring(index + 1, Math.min(index + 3, content.length()))));
                return index + 3;
            }
            default -> throw new TranscriptException("\\" + escaped + " is no escape; there are \\n \\r \\t \\\\ \\\" and \\x1F");
        }
        return index + 1;
    }

    static byte[] unhex(String digits) {
        try {
            return HEX.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new TranscriptException(digits + " are no hexadecimal digits of whole bytes", e);
        }
    }
}
