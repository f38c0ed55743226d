package io.segue.cli.demo;

import java.util.Locale;

/** A timeline as an SVG image: a bar for each tenth of a second, and a line for each move. */
final class SvgPicture {

    private static final int BAR = 4;
    private static final int HEIGHT = 220;
    private static final int LEFT = 60;
    private static final int TOP = 60;
    private static final int BOTTOM = 40;
    private static final int RIGHT = 20;

    private final Timeline timeline;

    SvgPicture(Timeline timeline) {
        this.timeline = timeline;
    }

    String document() {
        int width = LEFT + timeline.counts().length * BAR + RIGHT;
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, TOP + HEIGHT + BOTTOM);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"14\">Transactions per 100 ms, all writers</text>", LEFT);
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>", LEFT - 8, TOP + 4, timeline.highest());
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 8, TOP + HEIGHT);
        bars(svg);
        seconds(svg);
        marks(svg);
        return svg.append("</svg>\n").toString();
    }

    private void bars(StringBuilder svg) {
        add(svg, "<g fill=\"#4878a8\">");
        for (int bucket = 0; bucket < timeline.counts().length; bucket++) {
            double height = (double) timeline.counts()[bucket] * HEIGHT / Math.max(1, timeline.highest());
            add(svg, "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>", x(bucket), TOP + HEIGHT - height, BAR - 1, height);
        }
        add(svg, "</g>");
    }

    private void seconds(StringBuilder svg) {
        add(svg, "<g fill=\"#505050\" text-anchor=\"middle\">");
        for (int bucket = 0; bucket < timeline.counts().length; bucket += Timeline.BUCKETS_PER_SECOND) {
            add(svg, "<text x=\"%d\" y=\"%d\">%d s</text>", x(bucket), TOP + HEIGHT + 18, bucket / Timeline.BUCKETS_PER_SECOND);
        }
        add(svg, "</g>");
    }

    private void marks(StringBuilder svg) {
        for (Timeline.Mark mark : timeline.marks()) {
            int x = x(mark.bucket()) + BAR / 2;
            add(svg, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#c04040\" stroke-dasharray=\"3 3\"/>",
                    x, TOP - 14, x, TOP + HEIGHT);
            add(svg, "<text x=\"%d\" y=\"%d\" fill=\"#c04040\" text-anchor=\"middle\">%s</text>", x, TOP - 18, mark.label());
        }
    }

    private static int x(int bucket) {
        return LEFT + bucket * BAR;
    }

    private static void add(StringBuilder svg, String line, Object... values) {
        svg.append(String.format(Locale.ROOT, line, values)).append('\n');
    }
}
