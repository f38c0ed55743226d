package io.segue.cli.bulk;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One huge value: sixteen characters, again and again. */
final class Value extends InputStream {

    static final int WORD_BYTES = 16;
    private static final String WORD = "0123456789abcdef";
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final byte[] BLOCK = WORD.repeat(BLOCK_BYTES / WORD_BYTES).getBytes(StandardCharsets.US_ASCII);

    private final int bytes;
    private int position;

    /** @param bytes a multiple of {@link #WORD_BYTES} */
    Value(int bytes) {
        this.bytes = bytes;
    }

    /** The same text as the server makes it. */
    static String inSql(int bytes) {
        return "repeat('%s', %d)".formatted(WORD, bytes / WORD_BYTES);
    }

    static boolean equal(byte[] value, int bytes) {
        if (value.length != bytes) {
            return false;
        }
        for (int at = 0; at < bytes; at += BLOCK_BYTES) {
            int length = Math.min(BLOCK_BYTES, bytes - at);
            if (!Arrays.equals(value, at, at + length, BLOCK, 0, length)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read() {
        return position == bytes ? -1 : BLOCK[position++ % BLOCK_BYTES];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position == bytes) {
            return -1;
        }
        int from = position % BLOCK_BYTES;
        int read = Math.min(Math.min(length, bytes - position), BLOCK_BYTES - from);
        System.arraycopy(BLOCK, from, target, offset, read);
        position += read;
        return read;
    }
}
