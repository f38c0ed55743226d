package io.segue.proxy.data.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.segue.proxy.data.session.TellingWords.Finding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellingWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT pg_advisory_lock(1)                 | ASK
            select PG_TRY_ADVISORY_LOCK(1)             | ASK
            SELECT pg_advisory_xact_lock(1)            | NOTHING
            SELECT pg_advisory_unlock_all()            | ASK
            SELECT 1 INTO TEMP t                       | ASK
            CREATE TEMPORARY TABLE t AS SELECT 1       | ASK
            CREATE TABLE pg_temp.t AS SELECT 1         | ASK
            SELECT * FROM templates                    | NOTHING
            SELECT attempt FROM attempts               | NOTHING
            SELECT lastval()                           | SEQUENCES
            SELECT CURRVAL('s')                        | SEQUENCES
            SELECT last, val FROM t                    | NOTHING
            SELECT advisor                             | NOTHING
            temp                                       | ASK
            """)
    void saysWhichTextsTell(String text, Finding finding) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf message = Unpooled.buffer().writeBytes(new byte[5]).writeBytes(bytes).writeByte(0);

        assertThat(TellingWords.in(message, 5, bytes.length + 1)).isEqualTo(finding);
        assertThat(TellingWords.in(message, 5, bytes.length)).isEqualTo(finding);
    }
}
