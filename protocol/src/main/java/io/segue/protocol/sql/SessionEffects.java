package io.segue.protocol.sql;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Entry: what the statements of a query text do to the state of the session. */
public final class SessionEffects {

    private SessionEffects() {
    }

    /**
     * Whether it is worth to call {@link #of}. Says no for nearly all queries and never wrongly, in one pass over the bytes and without
     * allocating anything, but for a comment that the text begins with.
     *
     * @param from index of the first byte of the query text
     * @param to index behind its last; a zero at the end of the string does not matter
     */
    public static boolean mayAffect(ByteBuf buffer, int from, int to) {
        return EffectPrecheck.mayAffect(buffer, from, to);
    }

    /** As {@link #of(byte[], StringSyntax)}, with {@code standard_conforming_strings} on. */
    public static List<SessionEffect> of(byte[] utf8Query) {
        return of(utf8Query, StringSyntax.STANDARD_CONFORMING);
    }

    /**
     * The effects in the order of the text, found in time and memory linear in its length: the caller bounds that. For a text that the
     * server refuses to parse they mean nothing.
     *
     * @param utf8Query any number of statements
     * @param syntax how the session reads strings now; a SET of it inside the text comes too late to matter for the text
     */
    public static List<SessionEffect> of(byte[] utf8Query, StringSyntax syntax) {
        ByteBuf buffer = Unpooled.wrappedBuffer(utf8Query);
        SqlSource source = new SqlSource(buffer, utf8Query.length);
        SqlLexer lexer = new SqlLexer(buffer, 0, utf8Query.length, syntax);
        List<SessionEffect> effects = new ArrayList<>();
        while (lexer.hasNext()) {
            effects.addAll(new StatementEffects(nextStatement(source, lexer)).list());
        }
        return List.copyOf(effects);
    }

    private static SqlStatement nextStatement(SqlSource source, SqlLexer lexer) {
        List<SqlToken> tokens = new ArrayList<>();
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            if (token.kind() == TokenKind.SEMICOLON) {
                break;
            }
            if (token.kind().isSignificant()) {
                tokens.add(token);
            }
        }
        return new SqlStatement(source, tokens);
    }
}
