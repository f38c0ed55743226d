package io.segue.cli.bulk;

import io.segue.cli.measure.Probe;
import java.util.List;
import java.util.Locale;

/** What was measured, as lines that fit a terminal. MB are millions of bytes where data passes, and 2^20 bytes where memory is meant. */
final class Table {

    private static final String WIDTHS = "%-11s %7s %7s %6s %7s   %-14s %-14s %-14s %s";

    static final List<String> HEAD = List.of(
            WIDTHS.formatted("", "direct", "Segue", "", "CPU", "heap MB", "direct MB", "resident MB", ""),
            WIDTHS.formatted("", "MB/s", "MB/s", "ratio", "s/GB", "bef. max aft.", "bef. max aft.", "bef. max aft.", ""));

    private Table() {}

    static String row(Passage passage) {
        MemoryWatch.Seen memory = passage.memory();
        return WIDTHS.formatted(
                passage.load().name(),
                number("%,.0f", passage.directMegabytesPerSecond()),
                number("%,.0f", passage.megabytesPerSecond()),
                number("%.2f", passage.ratio()),
                number("%.2f", passage.cpuSecondsPerGigabyte()),
                three(memory.before().heap(), memory.highest().heap(), memory.after().heap()),
                three(memory.before().direct(), memory.highest().direct(), memory.after().direct()),
                three(memory.before().resident(), memory.highest().resident(), memory.after().resident()),
                passage.isFlat() ? "flat" : "NOT FLAT");
    }

    static List<String> of(Crowd crowd) {
        return List.of(
                "memory of each               %4d KB %s".formatted(
                        crowd.bytesEach() >> 10, crowd.bytesEach() <= Rule.SLOW_READER_BYTES ? "" : "  TOO MUCH"),
                "a quick client without them  p50 %s ms, p99 %s ms".formatted(
                        Probe.millis(crowd.alone().queryMedian()), Probe.millis(crowd.alone().query99())),
                "a quick client beside them   p50 %s ms, p99 %s ms%s".formatted(
                        Probe.millis(crowd.beside().queryMedian()), Probe.millis(crowd.beside().query99()),
                        crowd.isUnharmed() ? "" : "  TOO SLOW, or too much memory"));
    }

    private static String three(long before, long highest, long after) {
        return "%4d %4d %4d".formatted(before >> 20, highest >> 20, after >> 20);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
