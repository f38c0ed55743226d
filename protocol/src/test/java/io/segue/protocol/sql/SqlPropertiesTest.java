package io.segue.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds for every text, from noise to things that look like SQL. */
class SqlPropertiesTest {

    private static final String[] PIECES = {
        "'", "''", "\"", "$$", "$a$", "$", "/**/", "--\n", "\\", "E'", "e'\\'", "U&\"", "U&'", "N'", "B'",
        "/*", "*/", "--", "\n", " ", "\t", ";", ";", "; ",
        "SET ", "set ", "RESET ", "PREPARE ", "deallocate ", "DISCARD ", "LISTEN ", "unlisten ", "ALL", "*", "a", "a = 1", "LOCAL ", "SESSION ",
        "set_config", "SET_CONFIG(", "set_config('a', ", "\\0073et_config\"(", "UESCAPE '!'", "(", ")", ",", ".", "::", "1", "0x", "1e", "+", "@",
        "SELECT ", "ä", "\u0000", "TRANSACTION ", "_", "&", "characteristics as "};

    @Provide
    Arbitrary<String> sqlLike() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }

    @Property(tries = 3000)
    void tokensCoverAnyBytes(@ForAll byte[] noise, @ForAll StringSyntax syntax) {
        assertCovered(noise, syntax);
    }

    @Property(tries = 5000)
    void tokensCoverWhatLooksLikeSql(@ForAll("sqlLike") String text, @ForAll StringSyntax syntax) {
        assertCovered(text.getBytes(StandardCharsets.UTF_8), syntax);
    }

    @Property(tries = 3000)
    void anyBytesHaveEffectsOrNone(@ForAll byte[] noise, @ForAll StringSyntax syntax) {
        assertPrecheckIsRight(noise, syntax);
    }

    @Property(tries = 20_000)
    void thePrecheckNeverSaysNoWrongly(@ForAll("sqlLike") String text, @ForAll StringSyntax syntax) {
        assertPrecheckIsRight(text.getBytes(StandardCharsets.UTF_8), syntax);
    }

    private static void assertCovered(byte[] text, StringSyntax syntax) {
        SqlLexer lexer = new SqlLexer(text, syntax);
        int index = 0;
        while (lexer.hasNext()) {
            SqlToken token = lexer.next();
            assertThat(token.start()).isEqualTo(index);
            assertThat(token.end()).isGreaterThan(index).isLessThanOrEqualTo(text.length);
            index = token.end();
        }
        assertThat(index).isEqualTo(text.length);
    }

    private static void assertPrecheckIsRight(byte[] text, StringSyntax syntax) {
        boolean hasEffect = !SessionEffects.of(text, syntax).isEmpty();
        Statistics.label("has an effect").collect(hasEffect);
        if (hasEffect) {
            assertThat(SessionEffects.mayAffect(Unpooled.wrappedBuffer(text), 0, text.length)).isTrue();
        }
    }
}
