package io.segue.proxy.control.console;

import io.segue.proxy.data.console.ConsoleException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a query text into statements of tokens: at semicolons, with SQL's quotes and comments. Unlike SQL a plain word may hold
 * {@code - . : / $ @}, so that names of shards and nodes seldom need quotes, and it is not folded to lower case.
 */
final class Tokens {

    private static final String WORD_SIGNS = "_-.:/$@";

    private final String text;
    private final List<List<Token>> statements = new ArrayList<>();
    private List<Token> statement = new ArrayList<>();
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    /**
     * @return the statements that have any token
     * @throws ConsoleException 42601 when a quote or a comment does not end
     */
    static List<List<Token>> statements(String text) throws ConsoleException {
        Tokens tokens = new Tokens(text);
        tokens.read();
        return tokens.statements;
    }

    private void read() throws ConsoleException {
        while (at < text.length()) {
            readOne(text.charAt(at));
        }
        endStatement();
    }

    private void readOne(char next) throws ConsoleException {
        if (Character.isWhitespace(next)) {
            at++;
        } else if (text.startsWith("--", at)) {
            skipLine();
        } else if (text.startsWith("/*", at)) {
            skipComment();
        } else if (next == ';') {
            at++;
            endStatement();
        } else if (next == '\'') {
            statement.add(new Token.Literal(quoted(next)));
        } else if (next == '"') {
            statement.add(new Token.QuotedName(quoted(next)));
        } else if (inWord()) {
            statement.add(new Token.Word(word()));
        } else {
            statement.add(new Token.Symbol(next));
            at++;
        }
    }

    private void endStatement() {
        if (!statement.isEmpty()) {
            statements.add(List.copyOf(statement));
            statement = new ArrayList<>();
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    /** Comments nest, as in PostgreSQL. */
    private void skipComment() throws ConsoleException {
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw SyntaxErrors.unterminated("comment");
            }
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    /** Up to the closing quote; two quotes stand for one. */
    private String quoted(char quote) throws ConsoleException {
        StringBuilder content = new StringBuilder();
        at++;
        while (true) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                throw SyntaxErrors.unterminated(quote == '"' ? "quoted name" : "quoted text");
            }
            content.append(text, at, end);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != quote) {
                return content.toString();
            }
            content.append(quote);
            at++;
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && inWord()) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean inWord() {
        char next = text.charAt(at);
        return (Character.isLetterOrDigit(next) || WORD_SIGNS.indexOf(next) >= 0)
                && !text.startsWith("--", at)
                && !text.startsWith("/*", at);
    }
}
