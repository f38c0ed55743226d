package io.segue.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Standings as a table of Markdown, that lines up in a terminal as well. The first row is what the others are compared with. */
final class Table {

    private static final int NAME = 22;
    private static final int CELL = 11;

    private Table() {}

    static List<String> of(List<Standing> standings) {
        boolean bulk = Double.isNaN(standings.getFirst().median(Sample::tps));
        List<String> lines = new ArrayList<>();
        lines.add(bulk
                ? row("endpoint", "MB/s", "ratio", "CPU s/GB", "user", "RSS MB", "spread")
                : row("endpoint", "tps", "ratio", "p50 us", "p99 us", "CPU us/tx", "heap B/tx", "user", "RSS MB", "spread"));
        lines.add("|" + "-".repeat(NAME + 2) + ("|" + "-".repeat(CELL + 1) + ":").repeat(bulk ? 6 : 9) + "|");
        for (Standing standing : standings) {
            double ratio = standing.speed() / standings.getFirst().speed();
            lines.add(bulk ? bulk(standing, ratio) : transactions(standing, ratio));
        }
        return lines;
    }

    private static String transactions(Standing standing, double ratio) {
        return row(
                standing.endpoint(),
                number("%,.0f", standing.median(Sample::tps)),
                number("%.2f", ratio),
                number("%,.0f", standing.median(Sample::p50Micros)),
                number("%,.0f", standing.median(Sample::p99Micros)),
                number("%.1f", standing.median(Sample::cpuMicrosPerTransaction)),
                number("%,.0f", standing.median(Sample::allocatedBytesPerTransaction)),
                number("%.0f %%", 100 * standing.median(Sample::userShare)),
                number("%.0f", standing.median(Sample::residentMegabytes)),
                number("%.0f %%", 100 * standing.spread()));
    }

    private static String bulk(Standing standing, double ratio) {
        return row(
                standing.endpoint(),
                number("%,.0f", standing.median(Sample::megabytesPerSecond)),
                number("%.2f", ratio),
                number("%.2f", standing.median(Sample::cpuSecondsPerGigabyte)),
                number("%.0f %%", 100 * standing.median(Sample::userShare)),
                number("%.0f", standing.median(Sample::residentMegabytes)),
                number("%.0f %%", 100 * standing.spread()));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static String row(String name, String... cells) {
        StringBuilder row = new StringBuilder("| ").append(name).append(" ".repeat(Math.max(0, NAME - name.length()))).append(" |");
        for (String cell : cells) {
            row.append(" ".repeat(Math.max(0, CELL - cell.length()))).append(cell).append("  |");
        }
        return row.toString();
    }
}
