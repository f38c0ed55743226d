package io.segue.proxy.control.console;

import io.segue.proxy.data.console.ConsoleException;
import java.util.List;
import java.util.Optional;

/** Walks along the tokens of one statement and complains in terms of its syntax. */
final class TokenCursor {

    private final List<Token> tokens;
    private int at;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Optional<Token> peek() {
        return at < tokens.size() ? Optional.of(tokens.get(at)) : Optional.empty();
    }

    Optional<Token> next() {
        Optional<Token> token = peek();
        at++;
        return token;
    }

    /** Steps over {@code keyword} when it is next. */
    boolean accept(String keyword) {
        boolean found = peek().filter(token -> token instanceof Token.Word word && word.is(keyword)).isPresent();
        if (found) {
            at++;
        }
        return found;
    }

    boolean acceptComma() {
        boolean found = peek().filter(token -> token instanceof Token.Symbol(char sign) && sign == ',').isPresent();
        if (found) {
            at++;
        }
        return found;
    }

    void expect(Verb verb, String keyword) throws ConsoleException {
        if (!accept(keyword)) {
            throw unexpected(verb, keyword);
        }
    }

    /** A name, plain or in double quotes. */
    String name(Verb verb, String what) throws ConsoleException {
        return switch (peek().orElse(null)) {
            case Token.Word(String text) -> taken(text);
            case Token.QuotedName(String text) when !text.isEmpty() -> taken(text);
            case null, default -> throw unexpected(verb, "the name of a " + what);
        };
    }

    /** A text in single quotes, or a plain word. */
    String text(Verb verb, String what) throws ConsoleException {
        return switch (peek().orElse(null)) {
            case Token.Word(String text) -> taken(text);
            case Token.Literal(String text) -> taken(text);
            case null, default -> throw unexpected(verb, what);
        };
    }

    private String taken(String text) {
        at++;
        return text;
    }

    void end(Verb verb) throws ConsoleException {
        if (peek().isPresent()) {
            throw unexpected(verb, "the end");
        }
    }

    private ConsoleException unexpected(Verb verb, String expected) {
        return SyntaxErrors.unexpected(verb.name(), expected, peek(), verb.syntax());
    }
}
