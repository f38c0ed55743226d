package io.segue.protocol.sql;

/** What a {@link SqlToken} is. */
public enum TokenKind {

    WHITESPACE,
    /** A comment: {@code --} to the end of the line, or a nested one in slash and star. */
    COMMENT,
    /** A key word or a plain name; the lexer does not tell them apart. */
    IDENTIFIER,
    /** {@code "..."} and {@code U&"..."}. */
    QUOTED_IDENTIFIER,
    /** {@code '...'}, {@code E'...'}, {@code N'...'}, {@code U&'...'} with their continuations on following lines, and {@code $tag$...$tag$}. */
    STRING,
    /** {@code B'...'} and {@code X'...'}. */
    BIT_STRING,
    NUMBER,
    /** {@code $1}. */
    PARAMETER,
    OPERATOR,
    /** {@code ::}. */
    TYPECAST,
    /** One of {@code , ( ) [ ] . :}, or the two dots of a slice. */
    PUNCTUATION,
    SEMICOLON,
    /** A string, quoted name or block comment that lacks its end; reaches to the end of the text. */
    UNTERMINATED,
    /** A byte that begins nothing. */
    OTHER;

    /** Whether the grammar sees it. */
    public boolean isSignificant() {
        return this != WHITESPACE && this != COMMENT;
    }
}
