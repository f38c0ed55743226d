package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells, from bytes alone, that a query has no effect on the session. Says yes too often, in strings and comments, but never no wrongly:
 * whatever the lexer takes for the beginning of a statement stands at the beginning of the text or behind a semicolon.
 */
final class EffectPrecheck {

    private static final List<byte[]> FIRST_WORDS = List.of(bytes("set"), bytes("reset"), bytes("prepare"), bytes("deallocate"),
            bytes("discard"), bytes("listen"), bytes("unlisten"));
    private static final byte[] SET_CONFIG = bytes(StatementEffects.SET_CONFIG);
    private static final int UNDERSCORE = StatementEffects.SET_CONFIG.indexOf('_');
    private static final int NONE = -1;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SEMICOLONS = ONES * ';';
    private static final long UNDERSCORES = ONES * '_';
    private static final long AMPERSANDS = ONES * '&';

    private final SqlSource source;
    private final int from;

    EffectPrecheck(ByteBuf query, int from, int to) {
        this.source = new SqlSource(query, to);
        this.from = from;
    }

    boolean mayAffect() {
        if (isEffectAt(firstStatement())) {
            return true;
        }
        for (int i = suspicious(from); i != NONE; i = suspicious(i + 1)) {
            if (isSuspicionTrue(i)) {
                return true;
            }
        }
        return false;
    }

    /** The next byte from {@code start} on that needs a closer look; eight are compared at a time. */
    private int suspicious(int start) {
        int index = start;
        while (index <= source.end() - Long.BYTES && !isSuspicious(source.buffer().getLong(index))) {
            index += Long.BYTES;
        }
        while (index < source.end() && !isSuspicious(source.at(index))) {
            index++;
        }
        return index < source.end() ? index : NONE;
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

    private boolean isSuspicionTrue(int i) {
        return switch (source.at(i)) {
            case ';' -> isCommentOrEffectAt(source.spaceEnd(i + 1));
            case '_' -> i - UNDERSCORE >= from && isWordAt(i - UNDERSCORE, SET_CONFIG);
            // U&"\0073et_config" is a way to write that name, too.
            case '&' -> source.at(i + 1) == '"';
            default -> false;
        };
    }

    /** A comment behind a semicolon is left to the lexer: to skip it here could be to skip the rest of the text once for each semicolon. */
    private boolean isCommentOrEffectAt(int start) {
        return source.has(start, '-', '-') || source.has(start, '/', '*') || isEffectAt(start);
    }

    private boolean isEffectAt(int start) {
        for (byte[] word : FIRST_WORDS) {
            if (isWordAt(start, word)) {
                return true;
            }
        }
        return false;
    }

    /** Where the first statement begins: applications put comments there. */
    private int firstStatement() {
        QuoteScanner quotes = new QuoteScanner(source);
        int index = from;
        while (true) {
            if (SqlSource.isSpace(source.at(index))) {
                index++;
            } else if (source.has(index, '-', '-')) {
                index = quotes.lineEnd(index);
            } else if (source.has(index, '/', '*')) {
                int end = quotes.blockCommentEnd(index);
                index = end == QuoteScanner.NO_END ? source.end() : end;
            } else {
                return index;
            }
        }
    }

    private boolean isWordAt(int start, byte[] word) {
        int i = 0;
        while (i < word.length && SqlSource.lower(source.at(start + i)) == word[i]) {
            i++;
        }
        return i == word.length;
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
