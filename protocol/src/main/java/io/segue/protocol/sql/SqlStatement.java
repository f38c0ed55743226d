package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The significant tokens of one statement, by number from 0; beyond the last there is nothing, which matches no question.
 *
 * @param tokens without white space, comments and the semicolon
 */
record SqlStatement(SqlSource source, List<SqlToken> tokens) {

    /**
     * The only statement of a text, which may be empty; nothing when there is more than one. Takes time and memory linear in the length of the
     * text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     */
    static Optional<SqlStatement> only(byte[] query, StringSyntax syntax) {
        ByteBuf buffer = Unpooled.wrappedBuffer(query);
        SqlLexer lexer = new SqlLexer(buffer, 0, query.length, syntax);
        List<SqlToken> tokens = new ArrayList<>();
        boolean ended = false;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON) {
                ended |= !tokens.isEmpty();
            } else if (token.kind().isSignificant()) {
                if (ended) {
                    return Optional.empty();
                }
                tokens.add(token);
            }
        }
        return Optional.of(new SqlStatement(new SqlSource(buffer, query.length), tokens));
    }

    /** Whether every token is one that the server could read as well. */
    boolean isLegible() {
        return tokens.stream().noneMatch(token -> token.kind() == TokenKind.UNTERMINATED || token.kind() == TokenKind.OTHER);
    }

    boolean isPresent(int i) {
        return i >= 0 && i < tokens.size();
    }

    /** The tokens from {@code from} to before {@code to}. */
    SqlStatement part(int from, int to) {
        return new SqlStatement(source, tokens.subList(Math.min(from, tokens.size()), Math.min(to, tokens.size())));
    }

    /** As it is written. Only where {@link #isPresent} says so. */
    String text(int i) {
        return source.text(tokens.get(i));
    }

    /** Whether token {@code i} is this key word, in whatever case; a quoted name is none. */
    boolean isWord(int i, String word) {
        return isKind(i, TokenKind.IDENTIFIER) && source.text(tokens.get(i)).equalsIgnoreCase(word);
    }

    boolean isWords(int first, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!isWord(first + i, words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether token {@code i} is this operator or punctuation. */
    boolean isSymbol(int i, String symbol) {
        return (isKind(i, TokenKind.OPERATOR) || isKind(i, TokenKind.PUNCTUATION)) && source.text(tokens.get(i)).equals(symbol);
    }

    boolean isKind(int i, TokenKind kind) {
        return isPresent(i) && tokens.get(i).kind() == kind;
    }

    boolean isName(int i) {
        return isKind(i, TokenKind.IDENTIFIER) || isKind(i, TokenKind.QUOTED_IDENTIFIER);
    }

    /** The name at {@code i}; empty when there is none that can be read. */
    Optional<String> name(int i) {
        if (!isName(i)) {
            return Optional.empty();
        }
        String text = source.text(tokens.get(i));
        if (isKind(i, TokenKind.IDENTIFIER)) {
            return Optional.of(SqlText.fold(text));
        }
        return isEscaped(i) ? Optional.empty() : SqlText.quotedName(text);
    }

    /** Whether {@code function}, spelt in whatever way, stands at {@code i} before a parenthesis. */
    boolean isCallOf(String function, int i) {
        return isSymbol(i + 1, "(") && name(i).filter(function::equals).isPresent();
    }

    /** Names with dots between them, as settings have. Linear, however many there are. */
    Optional<String> dottedName(int first) {
        Optional<String> name = name(first);
        if (name.isEmpty() || !isSymbol(first + 1, ".")) {
            return name;
        }
        StringBuilder dotted = new StringBuilder(name.get());
        for (int i = first; isSymbol(i + 1, "."); i += 2) {
            Optional<String> part = name(i + 2);
            if (part.isEmpty()) {
                return part;
            }
            dotted.append('.').append(part.get());
        }
        return Optional.of(dotted.toString());
    }

    /** The value of the string at {@code i}; empty when there is none, or none that is plain enough to be read. */
    Optional<String> string(int i) {
        return isKind(i, TokenKind.STRING) ? SqlText.string(source.text(tokens.get(i))) : Optional.empty();
    }

    /** Whether the name at {@code i} brings its own escape character; behind one without escapes the word is an alias. */
    private boolean isEscaped(int i) {
        return isWord(i + 1, "uescape") && source.at(tokens.get(i).start()) != '"';
    }
}
