package io.segue.proxy.differential;

import org.junit.jupiter.api.TestReporter;

/**
 * How many conversations a run has compared. Printed as well as reported: a report is written only where somebody has asked for one, and the
 * number is what a long run is for.
 */
final class Tally {

    private final TestReporter reporter;
    private final long firstSeed;
    private long conversations;
    private long crashes;

    Tally(TestReporter reporter, long firstSeed) {
        this.reporter = reporter;
        this.firstSeed = firstSeed;
    }

    /** The next one. */
    long seed() {
        return firstSeed + conversations + crashes;
    }

    long conversations() {
        return conversations;
    }

    void same() {
        conversations++;
    }

    /** It says nothing about Segue. */
    void serverCrashed() {
        reporter.publishEntry("the server itself crashes of seed", String.valueOf(seed()));
        crashes++;
    }

    /** @param way of what kind they were */
    void tell(String way) {
        String line = conversations + " generated conversations " + way + " were the same as directly: seeds " + firstSeed + " to " + (seed() - 1)
                + (crashes == 0 ? "" : ", without " + crashes + " of which the server itself crashes");
        reporter.publishEntry("conversations", line);
        System.out.println(line);
    }
}
