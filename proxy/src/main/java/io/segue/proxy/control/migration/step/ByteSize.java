package io.segue.proxy.control.migration.step;

/** Bytes for people. */
public final class ByteSize {

    private static final long MEGABYTE = 1 << 20;
    private static final long KILOBYTE = 1 << 10;

    private ByteSize() {}

    /** Whole megabytes or kilobytes, as PostgreSQL writes them: {@code 120 MB}. */
    public static String of(long bytes) {
        if (Math.abs(bytes) >= 10 * MEGABYTE) {
            return bytes / MEGABYTE + " MB";
        }
        return Math.abs(bytes) >= 10 * KILOBYTE ? bytes / KILOBYTE + " kB" : bytes + " bytes";
    }
}
