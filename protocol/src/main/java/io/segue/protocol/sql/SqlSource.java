package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A query text as bytes, with an end that can be read beyond.
 *
 * @param end index behind the last byte
 */
record SqlSource(ByteBuf buffer, int end) {

    /** What stands behind the end. */
    static final int NOTHING = -1;

    /** The byte at {@code index}, 0 to 255, or {@link #NOTHING}. */
    int at(int index) {
        return at(buffer, index, end);
    }

    /** As {@link #at(int)}, for a text that is not worth an object. */
    static int at(ByteBuf buffer, int index, int end) {
        return index < end ? buffer.getUnsignedByte(index) : NOTHING;
    }

    /** Whether the two bytes from {@code index} on are these. */
    boolean has(int index, char first, char second) {
        return has(buffer, index, end, first, second);
    }

    static boolean has(ByteBuf buffer, int index, int end, char first, char second) {
        return at(buffer, index, end) == first && at(buffer, index + 1, end) == second;
    }

    int spaceEnd(int start) {
        return spaceEnd(buffer, start, end);
    }

    static int spaceEnd(ByteBuf buffer, int start, int end) {
        int index = start;
        while (isSpace(at(buffer, index, end))) {
            index++;
        }
        return index;
    }

    String text(SqlToken token) {
        return buffer.toString(token.start(), token.end() - token.start(), StandardCharsets.UTF_8);
    }

    static boolean isNewline(int c) {
        return c == '\n' || c == '\r';
    }

    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Begins a name: a letter, an underscore, or anything that is not ASCII. */
    static boolean isNameStart(int c) {
        return lower(c) >= 'a' && lower(c) <= 'z' || c == '_' || c >= 0x80;
    }

    /** Goes on with the tag of a dollar quote. */
    static boolean isTagPart(int c) {
        return isNameStart(c) || isDigit(c);
    }

    static boolean isNamePart(int c) {
        return isTagPart(c) || c == '$';
    }

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
