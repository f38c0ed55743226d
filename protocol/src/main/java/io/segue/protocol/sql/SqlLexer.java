package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.protocol.sql.QuoteScanner.Rule;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a query text into tokens by the rules of PostgreSQL 18's scan.l, which are those of older versions but for numbers.
 *
 * <p>The tokens follow one another without gap from the first byte to the last. Nothing is decoded, nothing is an error: what the server
 * would refuse is {@link TokenKind#UNTERMINATED}, {@link TokenKind#OTHER} or two tokens in a row. Takes time linear in the length.
 */
public final class SqlLexer implements Iterator<SqlToken> {

    private final SqlSource source;
    private final QuoteScanner quotes;
    private final NumberScanner numbers;
    private final OperatorScanner operators;
    private final Rule plainStrings;
    private int index;

    /**
     * Reads {@code buffer} from {@code from} to before {@code to}; neither moves its indexes nor retains it.
     *
     * @throws IndexOutOfBoundsException on reading, when the buffer is shorter
     */
    public SqlLexer(ByteBuf buffer, int from, int to, StringSyntax syntax) {
        this.source = new SqlSource(buffer, to);
        this.quotes = new QuoteScanner(source);
        this.numbers = new NumberScanner(source);
        this.operators = new OperatorScanner(source);
        this.plainStrings = switch (syntax) {
            case STANDARD_CONFORMING -> Rule.DOUBLING;
            case BACKSLASH_ESCAPES -> Rule.BACKSLASH;
        };
        this.index = from;
    }

    public SqlLexer(byte[] utf8, StringSyntax syntax) {
        this(Unpooled.wrappedBuffer(utf8), 0, utf8.length, syntax);
    }

    @Override
    public boolean hasNext() {
        return index < source.end();
    }

    @Override
    public SqlToken next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SqlToken token = tokenAt(index);
        index = token.end();
        return token;
    }

    private SqlToken tokenAt(int start) {
        int c = source.at(start);
        if (SqlSource.isSpace(c)) {
            return new SqlToken(TokenKind.WHITESPACE, start, source.spaceEnd(start));
        }
        if (source.has(start, '-', '-')) {
            return new SqlToken(TokenKind.COMMENT, start, quotes.lineEnd(start));
        }
        if (source.has(start, '/', '*')) {
            return quoted(TokenKind.COMMENT, start, quotes.blockCommentEnd(start));
        }
        if (numbers.isNumber(start)) {
            return new SqlToken(TokenKind.NUMBER, start, numbers.end(start));
        }
        if (SqlSource.isNameStart(c)) {
            return prefixedOrName(start);
        }
        if (operators.isOperator(start)) {
            return new SqlToken(TokenKind.OPERATOR, start, operators.end(start));
        }
        return quoteOrPunctuation(start);
    }

    private SqlToken quoteOrPunctuation(int start) {
        return switch (source.at(start)) {
            case '\'' -> string(start, start, plainStrings);
            case '"' -> name(start, start);
            case '$' -> dollar(start);
            case ';' -> new SqlToken(TokenKind.SEMICOLON, start, start + 1);
            case ':' -> colon(start);
            case '.' -> new SqlToken(TokenKind.PUNCTUATION, start, source.at(start + 1) == '.' ? start + 2 : start + 1);
            case ',', '(', ')', '[', ']' -> new SqlToken(TokenKind.PUNCTUATION, start, start + 1);
            default -> new SqlToken(TokenKind.OTHER, start, start + 1);
        };
    }

    /** A name, or a string or quoted name whose first letter says how to read it. */
    private SqlToken prefixedOrName(int start) {
        int prefix = SqlSource.lower(source.at(start));
        if (prefix == 'u' && source.has(start + 1, '&', '"')) {
            return name(start, start + 2);
        }
        if (prefix == 'u' && source.has(start + 1, '&', '\'')) {
            return string(start, start + 2, Rule.DOUBLING);
        }
        if (source.at(start + 1) != '\'') {
            return plainName(start);
        }
        return switch (prefix) {
            case 'e' -> string(start, start + 1, Rule.BACKSLASH);
            case 'n' -> string(start, start + 1, plainStrings);
            case 'b', 'x' -> quoted(TokenKind.BIT_STRING, start, quotes.stringEnd(start + 1, Rule.PLAIN));
            default -> plainName(start);
        };
    }

    private SqlToken string(int start, int quote, Rule rule) {
        return quoted(TokenKind.STRING, start, quotes.stringEnd(quote, rule));
    }

    private SqlToken name(int start, int quote) {
        return quoted(TokenKind.QUOTED_IDENTIFIER, start, quotes.nameEnd(quote));
    }

    private SqlToken dollar(int start) {
        if (SqlSource.isDigit(source.at(start + 1))) {
            return new SqlToken(TokenKind.PARAMETER, start, digitsEnd(start + 1));
        }
        int delimiterLength = quotes.delimiterLength(start);
        return delimiterLength == 0
                ? new SqlToken(TokenKind.OTHER, start, start + 1)
                : quoted(TokenKind.STRING, start, quotes.dollarQuoteEnd(start, delimiterLength));
    }

    private SqlToken colon(int start) {
        return switch (source.at(start + 1)) {
            case ':' -> new SqlToken(TokenKind.TYPECAST, start, start + 2);
            case '=' -> new SqlToken(TokenKind.OPERATOR, start, start + 2);
            default -> new SqlToken(TokenKind.PUNCTUATION, start, start + 1);
        };
    }

    private SqlToken quoted(TokenKind kind, int start, int end) {
        return end == QuoteScanner.NO_END ? new SqlToken(TokenKind.UNTERMINATED, start, source.end()) : new SqlToken(kind, start, end);
    }

    private SqlToken plainName(int start) {
        int end = start;
        while (SqlSource.isNamePart(source.at(end))) {
            end++;
        }
        return new SqlToken(TokenKind.IDENTIFIER, start, end);
    }

    private int digitsEnd(int start) {
        int end = start;
        while (SqlSource.isDigit(source.at(end))) {
            end++;
        }
        return end;
    }
}
