package io.segue.cli.bulk;

/**
 * A load that has passed, once directly and once through the proxy.
 *
 * @param load what passed
 * @param directSeconds without the proxy
 * @param seconds through it
 * @param cpuMicros of the proxy
 * @param memory of the proxy
 */
record Passage(Load load, double directSeconds, double seconds, long cpuMicros, MemoryWatch.Seen memory) {

    private static final double MEGA = 1e6;

    double directMegabytesPerSecond() {
        return load.bytes() / MEGA / directSeconds;
    }

    double megabytesPerSecond() {
        return load.bytes() / MEGA / seconds;
    }

    double ratio() {
        return directSeconds / seconds;
    }

    /** CPU microseconds per byte, times a thousand. */
    double cpuSecondsPerGigabyte() {
        return cpuMicros * 1_000.0 / load.bytes();
    }

    boolean isFlat() {
        return Rule.isFlat(memory);
    }
}
