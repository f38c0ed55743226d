package io.segue.proxy.data.session;

import io.netty.buffer.ByteBuf;

/**
 * Words in a text that does something to its session and has a tag that does not say so: a SELECT can take an advisory lock, fill a temporary
 * table, or ask for what a sequence gave last. Says yes too often, in strings and comments; what a function of the client's own does inside it
 * cannot see.
 */
final class TellingWords {

    private static final byte[] ADVISORY = bytes("advisory");
    /** Such a lock ends with its transaction. */
    private static final byte[] UNTIL_COMMIT = bytes("_xact");
    private static final byte[] TEMP = bytes("temp");
    private static final byte[] TEMPORARY = bytes("temporary");
    private static final byte[] LASTVAL = bytes("lastval");
    private static final byte[] CURRVAL = bytes("currval");

    /** What was found. */
    enum Finding {
        NOTHING,
        /** Whether the session carries more than before has to be asked. */
        ASK,
        /** The session goes by what a sequence has given it, which only its present link knows. */
        SEQUENCES
    }

    private TellingWords() {}

    /** @param index of the text, which is {@code length} bytes long */
    static Finding in(ByteBuf buffer, int index, int length) {
        Finding finding = Finding.NOTHING;
        int end = index + length;
        for (int at = index; at < end; at++) {
            switch (buffer.getByte(at) | 0x20) {
                case 'a' -> {
                    if (isWord(buffer, at, end, ADVISORY) && !isWord(buffer, at + ADVISORY.length, end, UNTIL_COMMIT)) {
                        finding = Finding.ASK;
                    }
                }
                case 't' -> {
                    if (isWholeWord(buffer, index, at, end, TEMP) || isWholeWord(buffer, index, at, end, TEMPORARY)) {
                        finding = Finding.ASK;
                    }
                }
                case 'l', 'c' -> {
                    if (isWord(buffer, at, end, LASTVAL) || isWord(buffer, at, end, CURRVAL)) {
                        return Finding.SEQUENCES;
                    }
                }
                default -> { }
            }
        }
        return finding;
    }

    private static boolean isWholeWord(ByteBuf buffer, int from, int at, int end, byte[] word) {
        boolean begins = at == from || buffer.getByte(at - 1) == '_' || !isPartOfName(buffer.getByte(at - 1));
        return begins && isWord(buffer, at, end, word) && (at + word.length == end || !isPartOfName(buffer.getByte(at + word.length)));
    }

    private static boolean isWord(ByteBuf buffer, int at, int end, byte[] word) {
        if (end - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((buffer.getByte(at + i) | 0x20) != (word[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPartOfName(byte each) {
        return each == '_' || each < 0 || Character.isLetterOrDigit(each);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
