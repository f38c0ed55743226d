package io.segue.protocol.transcript;

import java.util.ArrayList;
import java.util.List;

/** Text to terms: the inverse of {@link Term#toString}. */
final class TermParser {

    private static final char NOTHING = 0;

    private final String text;
    private int index;

    private TermParser(String text) {
        this.text = text;
    }

    /** @throws TranscriptException when the text is no list of terms */
    static List<Term> parse(String text) {
        TermParser parser = new TermParser(text);
        List<Term> terms = parser.terms(NOTHING);
        parser.require(parser.index == text.length(), "nothing");
        return terms;
    }

    private List<Term> terms(char end) {
        List<Term> terms = new ArrayList<>();
        skipBlanks();
        while (peek() != NOTHING && peek() != end) {
            terms.add(pair());
            require(peek() == ' ' || peek() == end, "a blank");
            skipBlanks();
        }
        return List.copyOf(terms);
    }

    private Term pair() {
        Term term = term();
        if (peek() != '=') {
            return term;
        }
        index++;
        return new Term.Pair(term, term());
    }

    private Term term() {
        return switch (peek()) {
            case '[' -> group();
            case '"' -> bytes(ByteText.unquote(quoted()));
            default -> word();
        };
    }

    private Term group() {
        index++;
        List<Term> terms = terms(']');
        require(peek() == ']', "]");
        index++;
        return new Term.Group(terms);
    }

    private String quoted() {
        int start = ++index;
        while (peek() != '"') {
            require(peek() != NOTHING, "the closing quote");
            index += peek() == '\\' ? 2 : 1;
        }
        return text.substring(start, index++);
    }

    private Term word() {
        int start = index;
        while (peek() != NOTHING && " =[]\"+".indexOf(peek()) < 0) {
            index++;
        }
        String word = text.substring(start, index);
        require(!word.isEmpty(), "a field");
        if (word.startsWith(ByteText.HEX_PREFIX)) {
            return bytes(ByteText.unhex(word.substring(ByteText.HEX_PREFIX.length())));
        }
        if (word.startsWith(Term.Rest.TEXT)) {
            return word.equals(Term.Rest.TEXT) ? new Term.Rest() : new Term.Cut(number(word.substring(Term.Rest.TEXT.length())));
        }
        return switch (word) {
            case "NULL" -> new Term.Null();
            case Term.Secret.TEXT -> new Term.Secret();
            case Term.Any.TEXT -> new Term.Any();
            default -> new Term.Word(word);
        };
    }

    private Term bytes(byte[] head) {
        if (peek() != '+') {
            return Term.Bytes.of(head);
        }
        int start = ++index;
        while (Character.isDigit(peek())) {
            index++;
        }
        return new Term.Bytes(head, number(text.substring(start, index)));
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new TranscriptException(digits + " is no number of bytes", e);
        }
    }

    private void skipBlanks() {
        while (peek() == ' ') {
            index++;
        }
    }

    private char peek() {
        return index < text.length() ? text.charAt(index) : NOTHING;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new TranscriptException(
                    "expected " + expected + " in front of >" + text.substring(Math.min(index, text.length())) + "< in: " + text);
        }
    }
}
