package io.segue.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A timeline in characters, a column for each tenth of a second, in strips of eight seconds:
 *
 * <pre>
 *                      ▼ cutover, 92 ms
 *   250 ┤▆▇█▇▆▇▇█▆▇▇█▇▆ ▃▇▇▇█▆▇▇█▇▆▇▇█▆
 *       ┤██████████████ ███████████████
 *       └┬─────────┬─────────┬─────────
 *        0 s       1 s       2 s
 * </pre>
 */
final class TerminalPicture {

    private static final int STRIP_BUCKETS = 80;
    private static final int ROWS = 4;
    /** Eighths of a character cell, from nothing to all of it. */
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";

    private static final int LEVELS_PER_ROW = EIGHTHS.length() - 1;
    private static final int LABEL_WIDTH = 6;
    private static final String MARK = "▼ ";

    private final Timeline timeline;

    TerminalPicture(Timeline timeline) {
        this.timeline = timeline;
    }

    /** At most 88 columns wide. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < timeline.counts().length; from += STRIP_BUCKETS) {
            strip(lines, from, Math.min(from + STRIP_BUCKETS, timeline.counts().length));
        }
        return lines;
    }

    private void strip(List<String> lines, int from, int to) {
        lines.add(marks(from, to).stripTrailing());
        for (int row = ROWS - 1; row >= 0; row--) {
            String label = row == ROWS - 1 ? String.valueOf(timeline.highest()) : "";
            lines.add(label(label, "┤") + bars(from, to, row));
        }
        lines.add(label("", "└") + axis(from, to));
        lines.add(label("", " ") + seconds(from, to));
    }

    private static String label(String text, String border) {
        return " ".repeat(LABEL_WIDTH - text.length()) + text + " " + border;
    }

    private String bars(int from, int to, int row) {
        StringBuilder bars = new StringBuilder();
        for (int bucket = from; bucket < to; bucket++) {
            int level = Math.clamp(level(timeline.counts()[bucket]) - (long) row * LEVELS_PER_ROW, 0, LEVELS_PER_ROW);
            bars.append(EIGHTHS.charAt(level));
        }
        return bars.toString();
    }

    /** Rounded up, so that one transaction is not drawn as none. */
    private int level(long count) {
        return Math.toIntExact(Math.ceilDiv(count * ROWS * LEVELS_PER_ROW, Math.max(1, timeline.highest())));
    }

    private static String axis(int from, int to) {
        StringBuilder axis = new StringBuilder();
        for (int bucket = from; bucket < to; bucket++) {
            axis.append(bucket % Timeline.BUCKETS_PER_SECOND == 0 ? '┬' : '─');
        }
        return axis.toString();
    }

    private static String seconds(int from, int to) {
        StringBuilder seconds = new StringBuilder();
        for (int bucket = from; bucket < to; bucket += Timeline.BUCKETS_PER_SECOND) {
            String second = bucket / Timeline.BUCKETS_PER_SECOND + " s";
            seconds.append(second).append(" ".repeat(Timeline.BUCKETS_PER_SECOND - second.length()));
        }
        return seconds.toString().stripTrailing();
    }

    /** The marks of one strip; one that would stand beyond its right end is written to the left of its place. */
    private String marks(int from, int to) {
        StringBuilder line = new StringBuilder(" ".repeat(LABEL_WIDTH + 2 + STRIP_BUCKETS));
        for (Timeline.Mark mark : timeline.marks()) {
            if (mark.bucket() >= from && mark.bucket() < to) {
                int place = LABEL_WIDTH + 2 + mark.bucket() - from;
                String right = MARK + mark.label();
                if (place + right.length() <= line.length()) {
                    line.replace(place, place + right.length(), right);
                } else {
                    String left = mark.label() + " " + MARK.strip();
                    line.replace(place + 1 - left.length(), place + 1, left);
                }
            }
        }
        return line.toString();
    }
}
