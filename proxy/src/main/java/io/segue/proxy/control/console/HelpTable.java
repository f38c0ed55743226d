package io.segue.proxy.control.console;

import static io.segue.proxy.control.console.Table.text;

import io.segue.proxy.data.console.Console.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SHOW HELP: every command and table with its columns, taken from the code that answers them. */
final class HelpTable {

    private record Line(String command, String description, String columns) {}

    private HelpTable() {}

    /** @param columns of a topic */
    static Operation of(Function<Topic, List<Column>> columns) {
        return new Table<>(
                List.of(
                        text("command", Line::command),
                        text("description", Line::description),
                        text("columns", line -> Texts.orNull(line.columns()))),
                () -> lines(columns));
    }

    private static List<Line> lines(Function<Topic, List<Column>> columns) {
        List<Line> lines = new ArrayList<>();
        Arrays.stream(Topic.values())
                .map(topic -> new Line("SHOW " + topic, topic.description(), written(columns.apply(topic))))
                .forEach(lines::add);
        Arrays.stream(Verb.values())
                .filter(verb -> verb != Verb.SHOW)
                .map(verb -> new Line(verb.syntax(), verb.description(), ""))
                .forEach(lines::add);
        return lines;
    }

    private static String written(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + " " + column.type().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
