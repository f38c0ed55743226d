package io.segue.proxy.control.console;

import io.segue.proxy.data.console.Console;
import io.segue.proxy.data.console.Console.Column;
import io.segue.proxy.data.console.ConsoleException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table whose rows are made of values of ours.
 *
 * @param fields the columns in order
 * @param source asked anew each time
 */
record Table<T>(List<Field<T>> fields, Source<T> source) implements Operation {

    /** Where the rows come from; may block. */
    @FunctionalInterface
    interface Source<T> {
        List<T> rows() throws ConsoleException, InterruptedException;
    }

    /**
     * A column and how its value is got.
     *
     * @param value gives what {@link Texts#of} can write
     */
    record Field<T>(String name, Column.Type type, Function<T, Object> value) {}

    static <T> Field<T> text(String name, Function<T, Object> value) {
        return new Field<>(name, Column.Type.TEXT, value);
    }

    static <T> Field<T> bigint(String name, Function<T, Object> value) {
        return new Field<>(name, Column.Type.BIGINT, value);
    }

    static <T> Field<T> number(String name, Function<T, Object> value) {
        return new Field<>(name, Column.Type.DOUBLE, value);
    }

    static <T> Field<T> truth(String name, Function<T, Object> value) {
        return new Field<>(name, Column.Type.BOOLEAN, value);
    }

    static <T> Field<T> time(String name, Function<T, Object> value) {
        return new Field<>(name, Column.Type.TIMESTAMPTZ, value);
    }

    @Override
    public List<Column> columns() {
        return fields.stream().map(field -> new Column(field.name(), field.type())).toList();
    }

    @Override
    public List<List<String>> run(Console.Client client) throws ConsoleException, InterruptedException {
        return source.rows().stream().map(this::texts).toList();
    }

    private List<String> texts(T row) {
        List<String> texts = new ArrayList<>();
        fields.forEach(field -> texts.add(Texts.of(field.value().apply(row))));
        return texts;
    }
}
