package io.segue.protocol.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text and back without loss, although nobody has said yet in which encoding they are: UTF-8 if they are that, else byte by byte,
 * those beyond ASCII as U+DC80 to U+DCFF, which no text in UTF-8 can hold. So a name in Latin-1 reaches the server as it was sent.
 */
final class AnyText {

    private static final int ESCAPE = 0xDC00;
    private static final int FIRST_ESCAPED = 0xDC80;
    private static final int LAST_ESCAPED = 0xDCFF;
    private static final int LAST_ASCII = 0x7F;

    private AnyText() {
    }

    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return escaped(bytes);
        }
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            int value = each & 0xFF;
            text.append((char) (value <= LAST_ASCII ? value : ESCAPE | value));
        }
        return text.toString();
    }

    static byte[] encode(String text) {
        if (text.codePoints().noneMatch(AnyText::isEscape)) { // the second half of a pair is no escape
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int index = 0;
        while (index < text.length()) {
            int point = text.codePointAt(index);
            if (isEscape(point)) {
                bytes.write(point & 0xFF);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
            index += Character.charCount(point);
        }
        return bytes.toByteArray();
    }

    private static boolean isEscape(int character) {
        return character >= FIRST_ESCAPED && character <= LAST_ESCAPED;
    }
}
