package io.segue.protocol.transcript;

import java.util.List;

/** Walks along the terms of a line that is to become bytes. */
final class TermCursor {

    private final List<Term> terms;
    private int index;

    TermCursor(List<Term> terms) {
        this.terms = terms;
    }

    boolean isAtEnd() {
        return index == terms.size();
    }

    Term next() {
        if (isAtEnd()) {
            throw new TranscriptException("a field is missing");
        }
        return terms.get(index++);
    }

    String word() {
        return switch (next()) {
            case Term.Word(String text) -> text;
            case Term other -> throw new TranscriptException("expected a number or a name, found " + other);
        };
    }

    Term.Bytes bytes() {
        return switch (next()) {
            case Term.Bytes bytes -> bytes;
            case Term other -> throw new TranscriptException("expected bytes in quotes or hexadecimal, found " + other);
        };
    }

    TermCursor group() {
        return switch (next()) {
            case Term.Group(List<Term> inner) -> new TermCursor(inner);
            case Term other -> throw new TranscriptException("expected fields in brackets, found " + other);
        };
    }

    Term.Pair pair() {
        return switch (next()) {
            case Term.Pair pair -> pair;
            case Term other -> throw new TranscriptException("expected name=value, found " + other);
        };
    }

    int size() {
        return terms.size();
    }

    void end() {
        if (!isAtEnd()) {
            throw new TranscriptException("there is a field too many: " + terms.get(index));
        }
    }
}
