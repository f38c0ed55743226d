package io.segue.protocol.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts end a transaction block, and which only seem to. */
class BlockEndTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COMMIT | COMMIT
            commit; | COMMIT
            ; COMMIT WORK ; ; | COMMIT
            /* a */ -- b | NONE
            /* a; */ End TRANSACTION and chain | COMMIT
            PREPARE TRANSACTION 'x' | COMMIT
            ROLLBACK | ROLLBACK
            abort work and no chain | ROLLBACK
            ROLLBACK TO s | NONE
            rollback work to savepoint s | NONE
            ROLLBACK TRANSACTION TO s | NONE
            ROLLBACK PREPARED 'x' | NONE
            COMMIT PREPARED 'x' | NONE
            PREPARE transaction AS SELECT 1 | NONE
            PREPARE p AS SELECT 1 | NONE
            COMMIT; SELECT 1 | NONE
            SELECT 1; COMMIT | NONE
            ROLLBACK; ROLLBACK | NONE
            "commit" | NONE
            SELECT 'COMMIT' | NONE
            '' | NONE
            """)
    void isFoundByItsWords(String text, BlockEnd expected) {
        assertThat(BlockEnd.of(text.getBytes(UTF_8))).isEqualTo(expected);
    }
}
