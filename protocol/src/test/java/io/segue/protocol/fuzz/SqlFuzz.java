package io.segue.protocol.fuzz;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.segue.protocol.sql.Mentions;
import io.segue.protocol.sql.QueryKind;
import io.segue.protocol.sql.SessionEffect;
import io.segue.protocol.sql.SessionEffects;
import io.segue.protocol.sql.SqlLexer;
import io.segue.protocol.sql.SqlToken;
import io.segue.protocol.sql.StringSyntax;
import io.segue.protocol.sql.TokenKind;
import java.util.Arrays;

/**
 * The tokens follow one another from the first byte to the last; each of them, read alone, begins as what it is; the quick look never
 * says wrongly that a text has no effect; what is taken for a reader is one statement without effects of its own.
 *
 * <pre>input: which syntax | text</pre>
 */
public final class SqlFuzz {

    private SqlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        StringSyntax syntax = (input[0] & 1) == 0 ? StringSyntax.STANDARD_CONFORMING : StringSyntax.BACKSLASH_ESCAPES;
        byte[] text = Arrays.copyOfRange(input, 1, input.length);
        tokens(text, syntax);
        kind(text, syntax);
        boolean hasEffect = !SessionEffects.of(text, syntax).isEmpty();
        // Inside of a larger buffer, as on the wire, where what follows must not be taken for a part of the text.
        boolean mayHaveEffect = SessionEffects.mayAffect(Unpooled.wrappedBuffer(input, "set_config(".getBytes()), 1, input.length);
        Finding.unless(mayHaveEffect || !hasEffect, "an effect is overlooked");
        Finding.unless(mayHaveEffect == SessionEffects.mayAffect(Unpooled.wrappedBuffer(text), 0, text.length), "what stands outside matters");
    }

    /** What is taken for a reader sets nothing that its mentions do not tell, and is none any more with a writer behind it. */
    private static void kind(byte[] text, StringSyntax syntax) {
        if (QueryKind.of(text, syntax) instanceof QueryKind.Read(Mentions mentions)) {
            SessionEffects.of(text, syntax).forEach(effect -> Finding.unless(
                    effect instanceof SessionEffect.SetConfigCall && mentions.calls().contains("set_config"), "a reader has the effect " + effect));
            Finding.unless(QueryKind.of(with(text, "\nx;DELETE FROM t"), syntax) instanceof QueryKind.Unproved, "a second statement is overlooked");
        }
    }

    private static byte[] with(byte[] text, String more) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(text, more.getBytes()));
    }

    private static void tokens(byte[] text, StringSyntax syntax) {
        SqlLexer lexer = new SqlLexer(text, syntax);
        SqlLexer within = new SqlLexer(Unpooled.wrappedBuffer("'".getBytes(), text, "'".getBytes()), 1, text.length + 1, syntax);
        int index = 0;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            Finding.unless(token.start() == index, "a gap or an overlap at " + index);
            Finding.unless(token.end() > index && token.end() <= text.length, "a token without length, or beyond the end, at " + index);
            Finding.unless(token.kind() != TokenKind.UNTERMINATED || token.end() == text.length, "something follows what has no end");
            Finding.unless(within.next().equals(new SqlToken(token.kind(), token.start() + 1, token.end() + 1)), "what stands outside matters");
            index = token.end();
        }
        Finding.unless(index == text.length && !within.hasNext(), "the end is not reached");
    }
}
