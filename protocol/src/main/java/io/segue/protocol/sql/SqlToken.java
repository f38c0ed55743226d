package io.segue.protocol.sql;

/**
 * A piece of a query text.
 *
 * @param start index of its first byte, as in the buffer or array that was given to the {@link SqlLexer}
 * @param end index behind its last byte; always above {@code start}
 */
public record SqlToken(TokenKind kind, int start, int end) {
}
