package io.segue.cli.stage;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the spectator reads: numbered acts, commands as an operator types them, their output indented, and times in a column of their
 * own. At most 100 columns by itself; colours on a terminal only. Any thread; each line is written at once.
 */
public final class Narrator {

    public static final int WIDTH = 100;

    private static final String MARGIN = "    ";
    private static final int TIME_COLUMN = 90;
    private static final double NANOS_PER_SECOND = 1e9;

    /** How a terminal shows a piece of text: the parameter of the SGR escape sequence (ECMA-48, 8.3.117). */
    public enum Style {
        BOLD("1"),
        DIM("2"),
        GREEN("32"),
        RED("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private volatile PrintStream out;
    private final boolean colours;
    private int act;

    public Narrator(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Colours when stdout is a terminal and nobody objects (see no-color.org). */
    public static Narrator onStdout() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Narrator(System.out, terminal && System.getenv("NO_COLOR") == null);
    }

    public void title(String text) {
        out.println(styled(Style.BOLD, text));
    }

    /** Begins the next act. */
    public void act(String title) {
        act++;
        out.println();
        out.println(styled(Style.BOLD, " %d  %s".formatted(act, title)));
    }

    /** Begins what comes after the last act. */
    public void heading(String title) {
        out.println();
        out.println(styled(Style.BOLD, MARGIN + title));
    }

    public void line(String text) {
        out.println((MARGIN + text).stripTrailing());
    }

    public void lines(List<String> texts) {
        texts.forEach(this::line);
    }

    /** Says nothing from here on, whoever still speaks. */
    public void hush() {
        out = new PrintStream(OutputStream.nullOutputStream());
    }

    public void blank() {
        out.println();
    }

    public void line(Style style, String text) {
        out.println(MARGIN + styled(style, text));
    }

    /** A line that says how long it took, in the right column. */
    public void timed(String text, long startedNanos) {
        double seconds = (System.nanoTime() - startedNanos) / NANOS_PER_SECOND;
        String time = String.format(Locale.ROOT, "%.1f s", seconds);
        int fill = Math.max(1, TIME_COLUMN - MARGIN.length() - text.length() - time.length());
        out.println(MARGIN + text + styled(Style.DIM, " ".repeat(fill) + time));
    }

    /** A command as it is typed. */
    public void command(String command) {
        out.println(MARGIN + styled(Style.BOLD, "$ " + command));
    }

    /** One line that a command has written. */
    public void output(String line) {
        out.println(styled(Style.DIM, (MARGIN + "  " + line).stripTrailing()));
    }

    public String styled(Style style, String text) {
        return colours ? "\033[" + style.code + "m" + text + "\033[0m" : text;
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.0f s", duration.toMillis() / 1_000.0);
    }
}
