package io.segue.protocol.fuzz;

import io.segue.protocol.sql.SqlLexer;
import io.segue.protocol.sql.StringSyntax;
import io.segue.protocol.sql.TokenKind;

/** A fault that is known, for the test of the engine: it takes a bit string with an end, which noise hardly ever is, and the lexer's coverage shows. */
public final class KnownBadFuzz {

    private KnownBadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        SqlLexer lexer = new SqlLexer(input, StringSyntax.STANDARD_CONFORMING);
        while (lexer.hasNext()) {
            Finding.unless(lexer.next().kind() != TokenKind.BIT_STRING, "the fault is reached");
        }
    }
}
