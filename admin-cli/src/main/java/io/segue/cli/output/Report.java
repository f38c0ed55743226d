package io.segue.cli.output;

import io.segue.cli.console.Answer;
import java.util.ArrayList;
import java.util.List;

/** What a command has to show at its end: one or more named parts, in order. */
public record Report(List<Part> parts) {

    public Report {
        parts = List.copyOf(parts);
    }

    /** One part; {@code name} is its key in the JSON document. */
    public sealed interface Part {

        String name();

        /** Any number of rows; an array in JSON. */
        record Rows(String name, Answer answer) implements Part {}

        /** Exactly one row; an object in JSON. */
        record Row(String name, Answer answer) implements Part {}

        /** Something that is written already, in the format that was asked for: lines of text, or a JSON value. */
        record Document(String name, String content) implements Part {}
    }

    public static Report rows(String name, Answer answer) {
        return new Report(List.of(new Part.Rows(name, answer)));
    }

    public static Report row(String name, Answer answer) {
        return new Report(List.of(new Part.Row(name, answer)));
    }

    public static Report document(String name, String content) {
        return new Report(List.of(new Part.Document(name, content)));
    }

    /** A command that has nothing to show. */
    public static Report nothing() {
        return new Report(List.of());
    }

    public Report and(Report more) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(more.parts);
        return new Report(all);
    }
}
