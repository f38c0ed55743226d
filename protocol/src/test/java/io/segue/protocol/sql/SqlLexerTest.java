package io.segue.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corners of scan.l, one per line: a text, and the tokens that it is cut into. */
class SqlLexerTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a''b'                   | STRING
            'a\\'b                    | STRING IDENTIFIER
            E'a\\'b'                  | STRING
            e'\\\\'b'c'                | STRING BIT_STRING
            E'a\\                     | UNTERMINATED
            N'a'                     | STRING
            U&'\\0061'                | STRING
            U&'a\\'                   | STRING
            u&"a""b"                 | QUOTED_IDENTIFIER
            U&a                      | IDENTIFIER OPERATOR IDENTIFIER
            U& "a"                   | IDENTIFIER OPERATOR QUOTED_IDENTIFIER
            B'01'                    | BIT_STRING
            B'0''1'                  | BIT_STRING STRING
            x'1F'                    | BIT_STRING
            eE'a'                    | IDENTIFIER STRING
            'a' 'b'                  | STRING STRING
            'a                       | UNTERMINATED
            ''                       | STRING
            '''                      | UNTERMINATED
            ''''                     | STRING
            "a""b"                   | QUOTED_IDENTIFIER
            "a'b"                    | QUOTED_IDENTIFIER
            "a                       | UNTERMINATED
            $$a'b$$                  | STRING
            $a$ $b$ $a$              | STRING
            $a$ $$a$                 | STRING
            $a$x$ab$a$               | STRING
            $a$ $A$                  | UNTERMINATED
            $$ $                     | UNTERMINATED
            $ä$x$ä$                  | STRING
            $a b$                    | OTHER IDENTIFIER IDENTIFIER
            $1                       | PARAMETER
            $12$a$                   | PARAMETER UNTERMINATED
            a$b$c$b$                 | IDENTIFIER
            a$1                      | IDENTIFIER
            /* a */                  | COMMENT
            /* /* a */ */            | COMMENT
            /* /* a */               | UNTERMINATED
            /*/                      | UNTERMINATED
            /**/                     | COMMENT
            /***/                    | COMMENT
            /*//*/**/*/*/            | COMMENT
            -- a                     | COMMENT
            --                       | COMMENT
            a--b                     | IDENTIFIER COMMENT
            +--b                     | OPERATOR COMMENT
            +/*b*/-                  | OPERATOR COMMENT OPERATOR
            @-/*b*/                  | OPERATOR COMMENT
            1                        | NUMBER
            1.5e10                   | NUMBER
            1.                       | NUMBER
            .5                       | NUMBER
            1..10                    | NUMBER PUNCTUATION NUMBER
            1e                       | NUMBER IDENTIFIER
            1e+                      | NUMBER IDENTIFIER OPERATOR
            1e-7                     | NUMBER
            0xFF_FF                  | NUMBER
            0b101                    | NUMBER
            0o17                     | NUMBER
            0x                       | NUMBER IDENTIFIER
            1_000                    | NUMBER
            1__0                     | NUMBER IDENTIFIER
            1.2.3                    | NUMBER NUMBER
            a.b                      | IDENTIFIER PUNCTUATION IDENTIFIER
            a::int                   | IDENTIFIER TYPECAST IDENTIFIER
            a:=1                     | IDENTIFIER OPERATOR NUMBER
            a[1:2]                   | IDENTIFIER PUNCTUATION NUMBER PUNCTUATION NUMBER PUNCTUATION
            :::                      | TYPECAST PUNCTUATION
            a=>b                     | IDENTIFIER OPERATOR IDENTIFIER
            a*-b                     | IDENTIFIER OPERATOR OPERATOR IDENTIFIER
            a@-b                     | IDENTIFIER OPERATOR IDENTIFIER
            +-+                      | OPERATOR OPERATOR OPERATOR
            a<>-1                    | IDENTIFIER OPERATOR OPERATOR NUMBER
            ->>                      | OPERATOR
            a;b                      | IDENTIFIER SEMICOLON IDENTIFIER
            ;;                       | SEMICOLON SEMICOLON
            "a;b"';'$$;$$            | QUOTED_IDENTIFIER STRING STRING
            größe                    | IDENTIFIER
            \\                        | OTHER
            {                        | OTHER
            ``                       | ``
            """)
    void cuts(String text, String kinds) {
        assertThat(tokens(text, StringSyntax.STANDARD_CONFORMING)).isEqualTo(kinds(kinds));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a\\'b'     | STRING
            'a\\\\'b'    | STRING UNTERMINATED
            N'a\\'b'    | STRING
            B'\\'       | BIT_STRING
            "\\"        | QUOTED_IDENTIFIER
            $$\\$$      | STRING
            'a''b'     | STRING
            """)
    void readsBackslashesWhereStringsAreNotStandardConforming(String text, String kinds) {
        assertThat(tokens(text, StringSyntax.BACKSLASH_ESCAPES)).isEqualTo(kinds(kinds));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a'\\n'b'                   | STRING
            'a' \\n\\t\\r 'b'            | STRING
            'a' --x\\n'b'               | STRING
            'a' \\n--x\\n 'b' \\n 'c'    | STRING
            'a' --x 'b'                | STRING COMMENT
            'a'\\n-'b'                  | STRING OPERATOR STRING
            'a'\\n/**/'b'               | STRING COMMENT STRING
            'a'\\nE'b'                  | STRING STRING
            E'a'\\n'\\'b'               | STRING
            'a'\\n'\\'b                 | STRING IDENTIFIER
            B'0'\\n'1'                  | BIT_STRING
            $$a$$\\n'b'                 | STRING STRING
            "a"\\n"b"                   | QUOTED_IDENTIFIER QUOTED_IDENTIFIER
            -- a\\nb                    | COMMENT IDENTIFIER
            -- a\\rb                    | COMMENT IDENTIFIER
            a\\fb\\u000Bc               | IDENTIFIER IDENTIFIER IDENTIFIER
            """)
    void joinsStringsOverLines(String text, String kinds) {
        String broken = text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t").replace("\\f", "\f").replace("\\u000B", "\u000B");
        assertThat(tokens(broken, StringSyntax.STANDARD_CONFORMING)).isEqualTo(kinds(kinds));
    }

    @Test
    void readsOnlyItsRange() {
        byte[] bytes = "xx'a' yy".getBytes(StandardCharsets.UTF_8);
        SqlLexer lexer = new SqlLexer(Unpooled.wrappedBuffer(bytes), 2, 5, StringSyntax.STANDARD_CONFORMING);

        assertThat(lexer.next()).isEqualTo(new SqlToken(TokenKind.STRING, 2, 5));
        assertThat(lexer.hasNext()).isFalse();
    }

    @Test
    void takesLinearTimeForWhatIsGivenBackOften() {
        String signs = "+".repeat(300_000);

        assertThat(tokens(signs, StringSyntax.STANDARD_CONFORMING)).hasSize(300_000);
    }

    /** The kinds of all tokens but white space. */
    private static List<TokenKind> tokens(String text, StringSyntax syntax) {
        List<TokenKind> kinds = new ArrayList<>();
        new SqlLexer(text.getBytes(StandardCharsets.UTF_8), syntax).forEachRemaining(token -> kinds.add(token.kind()));
        kinds.removeIf(kind -> kind == TokenKind.WHITESPACE);
        return kinds;
    }

    private static List<TokenKind> kinds(String names) {
        return names.isEmpty() ? List.of() : Arrays.stream(names.split(" ")).map(TokenKind::valueOf).toList();
    }
}
