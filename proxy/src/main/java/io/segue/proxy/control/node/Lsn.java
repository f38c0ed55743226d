package io.segue.proxy.control.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log, compared as a number (text order is wrong: {@code 0/9} and {@code 0/10}).
 *
 * @param value the 64-bit byte position; unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {

    private static final Pattern TEXT = Pattern.compile("(\\p{XDigit}{1,8})/(\\p{XDigit}{1,8})");

    /** @throws IllegalArgumentException when {@code text} is not of the form {@code 16/B374D848} */
    public static Lsn parse(String text) {
        Matcher halves = TEXT.matcher(text);
        if (!halves.matches()) {
            throw new IllegalArgumentException("not an LSN: " + text);
        }
        return new Lsn(Long.parseLong(halves.group(1), 16) << 32 | Long.parseLong(halves.group(2), 16));
    }

    /** Bytes from {@code other} to this one; negative when this one is behind. */
    public long minus(Lsn other) {
        return value - other.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(value >>> 32, value & 0xFFFF_FFFFL);
    }
}
