package io.segue.cli.bulk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Rows in COPY's text format, made when they are needed and nowhere stored: a number, and text that follows from it. Each line has
 * {@link #LINE_BYTES}.
 */
final class Lines {

    static final int LINE_BYTES = 1_000;
    /** From here on every number has as many digits as the next ninety million. */
    static final long FIRST = 10_000_000;

    /** The same text as the server makes it from the number {@code i}. */
    static final String TEXT_IN_SQL = "repeat(lpad(to_hex(i), 15, '0'), 66)";

    private static final int NUMBER_BYTES = 8;
    private static final int WORD_BYTES = 15;
    private static final int LINES_AT_A_TIME = 64;

    private final byte[] buffer = new byte[LINES_AT_A_TIME * LINE_BYTES];
    private final CRC32C checksum = new CRC32C();
    private final long end;
    private long next = FIRST;

    Lines(long count) {
        this.end = FIRST + count;
    }

    /** Makes some more; they are in {@link #buffer}. @return how many bytes they have; 0 at the end */
    int more() {
        int length = 0;
        while (length < buffer.length && next < end) {
            write(next++, length);
            length += LINE_BYTES;
        }
        checksum.update(buffer, 0, length);
        return length;
    }

    /** How many were made so far. */
    long made() {
        return next - FIRST;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Of all that was made so far. */
    long checksum() {
        return checksum.getValue();
    }

    private void write(long number, int at) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, buffer, at, NUMBER_BYTES);
        buffer[at + NUMBER_BYTES] = '\t';
        int text = at + NUMBER_BYTES + 1;
        int last = at + LINE_BYTES - 1;
        byte[] word = HexFormat.of().toHexDigits(number, WORD_BYTES).getBytes(StandardCharsets.US_ASCII);
        for (int i = text; i < last; i += WORD_BYTES) {
            System.arraycopy(word, 0, buffer, i, WORD_BYTES);
        }
        Arrays.fill(buffer, last, last + 1, (byte) '\n');
    }
}
