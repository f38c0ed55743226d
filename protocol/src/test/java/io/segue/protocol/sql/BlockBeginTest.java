package io.segue.protocol.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts leave a transaction block open that they have begun. */
class BlockBeginTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BEGIN | BEGIN
            begin; | BEGIN
            ; /* a; */ Begin WORK ; ; -- b | BEGIN
            BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE, NOT DEFERRABLE | BEGIN
            START TRANSACTION READ ONLY | START_TRANSACTION
            BEGIN; INSERT INTO t VALUES (1) | AMONG_OTHERS
            INSERT INTO t VALUES (1); BEGIN | AMONG_OTHERS
            BEGIN; SELECT ';COMMIT' | AMONG_OTHERS
            BEGIN; SAVEPOINT s; ROLLBACK TO s | AMONG_OTHERS
            BEGIN; INSERT INTO t VALUES (1); COMMIT | NONE
            BEGIN; ROLLBACK | NONE
            BEGIN; COMMIT; START TRANSACTION | AMONG_OTHERS
            COMMIT; BEGIN | AMONG_OTHERS
            BEGIN x | NONE
            START | NONE
            SELECT 'BEGIN' | NONE
            "begin" | NONE
            CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END | NONE
            INSERT INTO t VALUES (1) | NONE
            '' | NONE
            """)
    void isFoundByItsWords(String text, BlockBegin expected) {
        assertThat(BlockBegin.of(text.getBytes(UTF_8))).isEqualTo(expected);
    }
}
