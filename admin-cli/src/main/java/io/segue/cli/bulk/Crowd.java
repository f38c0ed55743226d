package io.segue.cli.bulk;

import io.segue.cli.measure.Probe;

/**
 * What clients that hardly read have cost.
 *
 * @param readers how many there were
 * @param memory of the proxy, before they asked and while they read
 * @param alone what a quick client felt without them
 * @param beside and what with them
 */
record Crowd(int readers, MemoryWatch.Seen memory, Probe.Feeling alone, Probe.Feeling beside) {

    long bytesEach() {
        Memory before = memory.before();
        Memory highest = memory.highest();
        return (highest.heap() - before.heap() + highest.direct() - before.direct()) / readers;
    }

    boolean isUnharmed() {
        return Rule.isUnharmed(this);
    }
}
