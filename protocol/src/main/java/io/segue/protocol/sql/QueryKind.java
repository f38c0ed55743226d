package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** What a query text is, as far as its tokens prove it. An allow-list: whatever is not understood is {@link Unproved}, which is to say a write. */
public sealed interface QueryKind {

    /**
     * One statement that reads, or none, provided that what it mentions does nothing else: a function may write, a name may be that of a
     * view with such a function.
     */
    record Read(Mentions mentions) implements QueryKind {
    }

    /** {@code BEGIN READ ONLY} in its spellings, below SERIALIZABLE, which a standby does not offer. */
    record BeginReadOnly() implements QueryKind {
    }

    /** Everything else. */
    record Unproved() implements QueryKind {
    }

    /**
     * Takes time and memory linear in the length of the text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     * @param syntax how the session reads strings now
     */
    static QueryKind of(byte[] query, StringSyntax syntax) {
        ByteBuf buffer = Unpooled.wrappedBuffer(query);
        SqlLexer lexer = new SqlLexer(buffer, 0, query.length, syntax);
        List<SqlToken> tokens = new ArrayList<>();
        boolean ended = false;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON) {
                ended |= !tokens.isEmpty();
            } else if (token.kind().isSignificant()) {
                if (ended || token.kind() == TokenKind.UNTERMINATED || token.kind() == TokenKind.OTHER) {
                    return new Unproved();
                }
                tokens.add(token);
            }
        }
        return new StatementKind(new SqlStatement(new SqlSource(buffer, query.length), tokens)).decide();
    }
}
