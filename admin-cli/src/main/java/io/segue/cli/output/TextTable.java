package io.segue.cli.output;

import io.segue.cli.console.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table as psql draws it: aligned columns, numbers to the right, the count of rows below. */
public final class TextTable {

    private TextTable() {}

    /** The whole table with its line ends; a statement without columns is the empty text. */
    public static String of(Answer answer) {
        if (answer.columns().isEmpty()) {
            return "";
        }
        List<List<String>> cells = answer.rows().stream().map(TextTable::texts).toList();
        int[] widths = widths(answer.columns(), cells);
        StringBuilder table = new StringBuilder();
        line(table, answer.columns(), answer.columns().stream().map(Answer.Column::name).toList(), widths);
        table.append(rule(widths));
        cells.forEach(row -> line(table, answer.columns(), row, widths));
        int count = cells.size();
        return table.append('(').append(count).append(count == 1 ? " row)" : " rows)").append("\n").toString();
    }

    private static List<String> texts(List<Object> row) {
        return row.stream().map(TextTable::text).toList();
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            case Object other -> other.toString();
        };
    }

    private static int[] widths(List<Answer.Column> columns, List<List<String>> cells) {
        int[] widths = columns.stream().mapToInt(column -> column.name().length()).toArray();
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static void line(StringBuilder table, List<Answer.Column> columns, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String fill = " ".repeat(widths[column] - cells.get(column).length());
            boolean toTheRight = columns.get(column).number();
            line.append(column == 0 ? " " : " | ").append(toTheRight ? fill + cells.get(column) : cells.get(column) + fill);
        }
        table.append(line.toString().stripTrailing()).append("\n");
    }

    private static String rule(int[] widths) {
        List<String> dashes = new ArrayList<>();
        for (int width : widths) {
            dashes.add("-".repeat(width + 2));
        }
        return String.join("+", dashes) + "\n";
    }
}
