package io.segue.cli.demo;

import io.segue.cli.measure.Move;
import io.segue.cli.measure.Pauses;
import io.segue.cli.measure.Silence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures as tables for the terminal. Pure. */
final class Summary {

    private static final int NAME_WIDTH = 26;
    private static final int CELL_WIDTH = 14;

    private Summary() {}

    /** A column for each move, a row for each step that any of them had, in milliseconds. */
    static List<String> moves(List<Move> moves) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", moves.stream().map(Move::name)));
        for (String step : stepNames(moves)) {
            lines.add(row(step, moves.stream().map(move -> milliseconds(move, step))));
        }
        lines.add(row("command, begin to end", moves.stream().map(move -> "%,.0f ms".formatted(move.totalMilliseconds()))));
        lines.add(row("no writer was answered", moves.stream()
                .map(move -> move.silence().map(silence -> number(silence.milliseconds()) + " ms").orElse("-"))));
        return lines;
    }

    /** A row for each step, with its quantiles over all moves, in milliseconds. */
    static List<String> steps(List<Move> moves) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", Stream.of("moves", "p50", "p90", "p99", "max")));
        for (String step : stepNames(moves)) {
            lines.add(quantiles(step, moves.stream().map(move -> sum(move, step)).flatMapToDouble(OptionalDouble::stream)));
        }
        lines.add(quantiles("command, begin to end", moves.stream().mapToDouble(Move::totalMilliseconds)));
        lines.add(quantiles(
                "no writer was answered", moves.stream().flatMap(move -> move.silence().stream()).mapToDouble(Silence::milliseconds)));
        return lines;
    }

    static List<String> figures(Figures figures) {
        Pauses pauses = figures.pauses();
        List<String> lines = new ArrayList<>();
        lines.add(row("pause of held writes", Stream.of("p50 " + ms(pauses.p50()), "p99 " + ms(pauses.p99()), "max " + ms(pauses.max())))
                + "  (%d held; aim: p50 %.0f ms%s)".formatted(
                        pauses.count(),
                        Verdict.AIM_P50_MILLISECONDS,
                        pauses.p50() <= Verdict.AIM_P50_MILLISECONDS ? "" : ", missed"));
        lines.add(row("longest write outside", Stream.of("", "", "max " + ms(pauses.outside()))) + "  (no move had anything to do with it)");
        lines.add(figures.floor()
                .map(times -> row("floor without a proxy", Stream.of("p50 " + ms(times.median()), "", "ratio %.2f".formatted(
                                figures.ratio().orElseThrow())))
                        + "  (%s)".formatted(times.milliseconds().stream().map(Summary::number).collect(Collectors.joining(", "))))
                .orElse(row("floor without a proxy", Stream.of("not measured"))));
        figures.idleCost().ifPresent(cost -> lines.add(
                row("pause with idle sessions", Stream.of(ms(cost.with()), "without " + ms(cost.without()), "ratio %.2f".formatted(cost.ratio())))
                        + "  (%,d of them; no writer was answered, medians)".formatted(cost.sessions())));
        lines.add(row("longest read", Stream.of(ms(figures.reads().inMoves()), "outside " + ms(figures.reads().outside()))));
        figures.reads().slowest().forEach(read -> lines.add("  " + read));
        lines.add(row("acknowledged", Stream.of("%,d".formatted(figures.acknowledged())))
                + "  (%,d rows of the ledger, %,d transactions of pgbench)".formatted(
                        figures.audit().acknowledged(), figures.pgbench().processed()));
        return lines;
    }

    static String promise(Verdict.Promise promise) {
        return (promise.kept() ? "✓ " : "✗ ") + promise.text() + " ".repeat(NAME_WIDTH + 1 - promise.text().length()) + promise.found();
    }

    private static Set<String> stepNames(List<Move> moves) {
        return moves.stream()
                .flatMap(move -> move.phases().stream())
                .map(Move.Phase::step)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String milliseconds(Move move, String step) {
        OptionalDouble sum = sum(move, step);
        return sum.isPresent() ? ms(sum.getAsDouble()) : "-";
    }

    /** A step that ran more than once, as in a second attempt, is summed up. */
    private static OptionalDouble sum(Move move, String step) {
        double[] times = move.phases().stream()
                .filter(phase -> phase.step().equals(step))
                .mapToDouble(Move.Phase::milliseconds)
                .toArray();
        return times.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(DoubleStream.of(times).sum());
    }

    private static String quantiles(String name, DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return row(name, Stream.concat(
                Stream.of(String.valueOf(sorted.length)),
                DoubleStream.of(0.5, 0.9, 0.99, 1).mapToObj(share -> sorted.length == 0 ? "-" : ms(quantile(sorted, share)))));
    }

    /** The nearest-rank quantile. */
    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static String row(String name, Stream<String> cells) {
        return (name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())))
                + cells.map(cell -> " ".repeat(Math.max(1, CELL_WIDTH - cell.length())) + cell).collect(Collectors.joining());
    }

    private static String ms(double value) {
        return number(value) + " ms";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
