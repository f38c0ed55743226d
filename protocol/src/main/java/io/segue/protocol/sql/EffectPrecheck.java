package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Tells, from bytes alone, that a query has no effect on the session. Says yes too often, in strings and comments, but never no wrongly:
 * whatever the lexer takes for the beginning of a statement stands at the beginning of the text or behind a semicolon. Each statement of
 * each client comes by here: it makes no object, but for a comment at the beginning.
 */
final class EffectPrecheck {

    private static final byte[][] FIRST_WORDS = {bytes("set"), bytes("reset"), bytes("prepare"), bytes("deallocate"), bytes("discard"),
            bytes("listen"), bytes("unlisten")};
    private static final byte[] SET_CONFIG = bytes(StatementEffects.SET_CONFIG);
    private static final int UNDERSCORE = StatementEffects.SET_CONFIG.indexOf('_');
    private static final int NONE = -1;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SEMICOLONS = ONES * ';';
    private static final long UNDERSCORES = ONES * '_';
    private static final long AMPERSANDS = ONES * '&';

    private EffectPrecheck() {
    }

    static boolean mayAffect(ByteBuf query, int from, int end) {
        if (isEffectAt(query, firstStatement(query, from, end), end)) {
            return true;
        }
        for (int i = suspicious(query, from, end); i != NONE; i = suspicious(query, i + 1, end)) {
            if (isSuspicionTrue(query, from, i, end)) {
                return true;
            }
        }
        return false;
    }

    /** The next byte from {@code start} on that needs a closer look; eight are compared at a time. */
    private static int suspicious(ByteBuf query, int start, int end) {
        int index = start;
        while (index <= end - Long.BYTES && !isSuspicious(query.getLong(index))) {
            index += Long.BYTES;
        }
        while (index < end && !isSuspicious(query.getByte(index))) {
            index++;
        }
        return index < end ? index : NONE;
    }

    private static boolean isSuspicious(int c) {
        return c == ';' || c == '_' || c == '&';
    }

    private static boolean isSuspicious(long eightBytes) {
        return (zeros(eightBytes ^ SEMICOLONS) | zeros(eightBytes ^ UNDERSCORES) | zeros(eightBytes ^ AMPERSANDS)) != 0;
    }

    /** Not 0 exactly when one of the eight bytes is. */
    private static long zeros(long eightBytes) {
        return eightBytes - ONES & ~eightBytes & ONES << Byte.SIZE - 1;
    }

    private static boolean isSuspicionTrue(ByteBuf query, int from, int i, int end) {
        return switch (query.getByte(i)) {
            case ';' -> isCommentOrEffectAt(query, SqlSource.spaceEnd(query, i + 1, end), end);
            case '_' -> i - UNDERSCORE >= from && isWordAt(query, i - UNDERSCORE, end, SET_CONFIG);
            // U&"\0073et_config" is a way to write that name, too.
            case '&' -> SqlSource.at(query, i + 1, end) == '"';
            default -> false;
        };
    }

    /** A comment behind a semicolon is left to the lexer: to skip it here could be to skip the rest of the text once for each semicolon. */
    private static boolean isCommentOrEffectAt(ByteBuf query, int start, int end) {
        return SqlSource.has(query, start, end, '-', '-') || SqlSource.has(query, start, end, '/', '*') || isEffectAt(query, start, end);
    }

    private static boolean isEffectAt(ByteBuf query, int start, int end) {
        for (byte[] word : FIRST_WORDS) {
            if (isWordAt(query, start, end, word)) {
                return true;
            }
        }
        return false;
    }

    /** Where the first statement begins: applications put comments there. */
    private static int firstStatement(ByteBuf query, int from, int end) {
        int index = from;
        while (true) {
            if (SqlSource.isSpace(SqlSource.at(query, index, end))) {
                index++;
            } else if (SqlSource.has(query, index, end, '-', '-')) {
                index = quotes(query, end).lineEnd(index);
            } else if (SqlSource.has(query, index, end, '/', '*')) {
                int behind = quotes(query, end).blockCommentEnd(index);
                index = behind == QuoteScanner.NO_END ? end : behind;
            } else {
                return index;
            }
        }
    }

    private static QuoteScanner quotes(ByteBuf query, int end) {
        return new QuoteScanner(new SqlSource(query, end));
    }

    private static boolean isWordAt(ByteBuf query, int start, int end, byte[] word) {
        int i = 0;
        while (i < word.length && SqlSource.lower(SqlSource.at(query, start + i, end)) == word[i]) {
            i++;
        }
        return i == word.length;
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
