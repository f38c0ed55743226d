package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a query text begins a transaction block that is still open at its end. */
public enum BlockBegin {
    /** One BEGIN, and nothing else. */
    BEGIN,
    /** One START TRANSACTION, and nothing else. */
    START_TRANSACTION,
    /** One of them, with other statements before or behind it. */
    AMONG_OTHERS,
    /** Not at all: also where a later statement of the text ends the block. */
    NONE;

    /** All that such a statement can consist of. One with anything else the server refuses. */
    private static final Set<String> WORDS = Set.of(
            "work", "transaction", "isolation", "level", "serializable", "repeatable", "read", "committed", "uncommitted", "write", "only",
            "not", "deferrable");

    /**
     * Takes time and memory linear in the length of the text: the caller bounds that. Never throws.
     *
     * @param query in an encoding that leaves ASCII bytes alone
     */
    public static BlockBegin of(byte[] query) {
        ByteBuf buffer = Unpooled.wrappedBuffer(query);
        SqlLexer lexer = new SqlLexer(buffer, 0, query.length, StringSyntax.STANDARD_CONFORMING);
        SqlSource source = new SqlSource(buffer, query.length);
        BlockBegin found = NONE;
        int statements = 0;
        List<SqlToken> tokens = new ArrayList<>();
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() != TokenKind.SEMICOLON && token.kind().isSignificant()) {
                tokens.add(token);
            }
            if (token.kind() == TokenKind.SEMICOLON || !lexer.hasNext()) {
                statements += tokens.isEmpty() ? 0 : 1;
                found = after(found, new SqlStatement(source, List.copyOf(tokens)));
                tokens.clear();
            }
        }
        return found == NONE || statements == 1 ? found : AMONG_OTHERS;
    }

    private static BlockBegin after(BlockBegin before, SqlStatement statement) {
        if (BlockEnd.of(statement) != BlockEnd.NONE) {
            return NONE;
        }
        BlockBegin begun = of(statement);
        return begun == NONE ? before : begun;
    }

    private static BlockBegin of(SqlStatement statement) {
        if (statement.isWord(0, "begin") && consistsOfWords(statement, 1)) {
            return BEGIN;
        }
        return statement.isWords(0, "start", "transaction") && consistsOfWords(statement, 2) ? START_TRANSACTION : NONE;
    }

    private static boolean consistsOfWords(SqlStatement statement, int from) {
        for (int i = from; statement.isPresent(i); i++) {
            boolean isWord = statement.isKind(i, TokenKind.IDENTIFIER) && WORDS.contains(statement.text(i).toLowerCase(Locale.ROOT));
            if (!isWord && !statement.isSymbol(i, ",")) {
                return false;
            }
        }
        return true;
    }
}
