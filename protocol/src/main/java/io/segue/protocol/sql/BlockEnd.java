package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** How a query text ends a transaction block, if it is one statement that does nothing else. */
public enum BlockEnd {
    /** COMMIT, END and PREPARE TRANSACTION: what must not seem to have succeeded when it has not. */
    COMMIT,
    /** ROLLBACK and ABORT, but not to a savepoint. */
    ROLLBACK,
    /** Everything else, also a text with more than one statement. */
    NONE;

    /**
     * Takes time and memory linear in the length of the text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     */
    public static BlockEnd of(byte[] query) {
        ByteBuf buffer = Unpooled.wrappedBuffer(query);
        SqlLexer lexer = new SqlLexer(buffer, 0, query.length, StringSyntax.STANDARD_CONFORMING);
        List<SqlToken> tokens = new ArrayList<>();
        boolean ended = false;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON) {
                ended |= !tokens.isEmpty();
            } else if (token.kind().isSignificant()) {
                if (ended) {
                    return NONE;
                }
                tokens.add(token);
            }
        }
        return of(new SqlStatement(new SqlSource(buffer, query.length), tokens));
    }

    static BlockEnd of(SqlStatement statement) {
        if (statement.isWord(0, "commit") || statement.isWord(0, "end")) {
            return statement.isWord(1, "prepared") ? NONE : COMMIT;
        }
        if (statement.isWords(0, "prepare", "transaction") && statement.string(2).isPresent()) {
            return COMMIT;
        }
        if (statement.isWord(0, "rollback") || statement.isWord(0, "abort")) {
            int next = statement.isWord(1, "work") || statement.isWord(1, "transaction") ? 2 : 1;
            return statement.isWord(next, "to") || statement.isWord(next, "prepared") ? NONE : ROLLBACK;
        }
        return NONE;
    }
}
