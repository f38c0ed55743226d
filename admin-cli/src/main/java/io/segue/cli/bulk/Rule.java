package io.segue.cli.bulk;

/** What is demanded of the proxy's memory. Pure. */
final class Rule {

    /** Of what lives in the heap, of direct memory, and of the process: more than before, at any time. */
    static final long FLAT_BYTES = 32L << 20;

    /** Of heap and direct memory, for each client that does not read what it asked for. */
    static final long SLOW_READER_BYTES = 256L << 10;

    /** A query of others beside slow readers, at the 99th of 100: at most twice what it was, and a moment for a busy machine. */
    static final double SLOWER = 2;

    static final double MOMENT_MILLIS = 2;

    private Rule() {}

    static boolean isFlat(MemoryWatch.Seen seen) {
        Memory before = seen.before();
        Memory highest = seen.highest().highest(seen.after());
        return highest.heap() - before.heap() <= FLAT_BYTES
                && highest.direct() - before.direct() <= FLAT_BYTES
                && highest.resident() - before.resident() <= FLAT_BYTES;
    }

    static boolean isUnharmed(Crowd crowd) {
        return crowd.bytesEach() <= SLOW_READER_BYTES
                && crowd.beside().query99() <= SLOWER * crowd.alone().query99() + MOMENT_MILLIS
                && crowd.beside().failures() == 0;
    }
}
