package io.segue.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What statements do to a session, as an operator would write it down. */
class SessionEffectsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SET search_path = a, b                                  | set search_path
            set Search_Path to 'a'                                  | set search_path
            SET SESSION statement_timeout = 5                       | set statement_timeout
            SET LOCAL statement_timeout = 5                         | set local statement_timeout
            SET "DateStyle" TO iso                                  | set datestyle
            SET U&"\\0064atestyle" TO iso                            | set datestyle
            SET U&"!0064atestyle" UESCAPE '!' TO iso                | unreadable
            SET my.var = 1                                          | set my.var
            SET my.deep."Var" = 1                                   | set my.deep.var
            SET session.x = 1                                       | set session.x
            SET local.x = 1                                         | set local.x
            SET SESSION local.x = 1                                 | set local.x
            SET work_mem FROM CURRENT                               | set work_mem
            SET TIME ZONE 'UTC'                                     | set timezone
            SET TIME ZONE INTERVAL '1' HOUR TO MINUTE               | set timezone
            SET LOCAL TIME ZONE LOCAL                               | set local timezone
            SET NAMES 'LATIN1'                                      | set client_encoding
            SET SCHEMA 'a'                                          | set search_path
            SET schema.x = 1                                        | set schema.x
            SET ROLE admin                                          | set role
            SET LOCAL ROLE admin                                    | set local role
            SET role = admin                                        | set role
            SET SESSION AUTHORIZATION joe                           | set session_authorization
            SET SESSION SESSION AUTHORIZATION DEFAULT               | set session_authorization
            SET LOCAL SESSION AUTHORIZATION joe                     | set local session_authorization
            SET XML OPTION DOCUMENT                                 | set xmloption
            SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY    | set default_transaction_read_only
            SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED | set default_transaction_isolation
            SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE, NOT DEFERRABLE | set default_transaction_read_only, set default_transaction_deferrable
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE            | ``
            SET TRANSACTION SNAPSHOT '1'                            | ``
            SET transaction_read_only = on                          | set transaction_read_only
            SET CONSTRAINTS ALL DEFERRED                            | ``
            RESET ALL                                               | reset all
            RESET "all"                                             | reset "all"
            RESET search_path                                       | reset search_path
            RESET TIME ZONE                                         | reset timezone
            RESET SESSION AUTHORIZATION                             | reset session_authorization
            RESET my.var                                            | reset my.var
            PREPARE p AS SELECT 1                                   | prepare p
            PREPARE "P""q" (int) AS SELECT $1                       | prepare P"q
            PREPARE TRANSACTION 'x'                                 | ``
            PREPARE transaction AS SELECT 1                         | prepare transaction
            DEALLOCATE p                                            | deallocate p
            DEALLOCATE PREPARE p                                    | deallocate p
            DEALLOCATE prepare                                      | deallocate prepare
            DEALLOCATE ALL                                          | deallocate all
            DEALLOCATE PREPARE ALL                                  | deallocate all
            DEALLOCATE "ALL"                                        | deallocate ALL
            DISCARD ALL                                             | discard ALL
            discard temporary                                       | discard TEMP
            DISCARD PLANS                                           | discard PLANS
            DISCARD SEQUENCES                                       | discard SEQUENCES
            LISTEN Ch                                               | listen ch
            LISTEN "Ch"                                             | listen Ch
            UNLISTEN ch                                             | unlisten ch
            UNLISTEN *                                              | unlisten *
            SELECT set_config('Work_Mem', '1MB', false)             | call work_mem
            SELECT pg_catalog . set_config ( 'work_mem', 'x', true) | call work_mem
            SELECT pg_catalog."set_config"($$work_mem$$, 'x', true) | call work_mem
            SELECT SET_CONFIG(E'work_mem', 'x', true)               | call work_mem
            SELECT set_config('work_mem'::text, 'x', true)          | call work_mem
            SELECT set_config(/* , */ 'work_mem' /**/, 'x', true)   | call work_mem
            SELECT set_config('work' + '_mem', 'x', true)          | call ?
            SELECT set_config('work'::text + '_mem', 'x', true)    | call ?
            SELECT set_config(E'work\\137mem', 'x', true)            | call ?
            SELECT set_config(U&'work\\005Fmem', 'x', true)          | call ?
            SELECT set_config(U&'work!005Fmem' UESCAPE '!', 'x', true) | call ?
            SELECT set_config($1, $2, $3)                           | call ?
            SELECT set_config(name, value, true) FROM t             | call ?
            SELECT U&"\\0073et_config"('work_mem', 'x', true)        | call work_mem
            SELECT U&"!0073et_config" UESCAPE '!' ('a', 'x', true)  | unreadable
            SELECT "a" uescape, (1)                                 | ``
            SELECT set_config('a', 'x', true), set_config('b', 'x', true) | call a, call b
            PREPARE p AS SELECT set_config('a', 'x', true)          | prepare p, call a
            EXPLAIN ANALYZE SELECT set_config('a', 'x', true)       | call a
            SELECT "SET_CONFIG"('a', 'x', true)                     | ``
            SELECT 'set_config(''a'')'                              | ``
            SELECT set_config FROM t                                | ``
            BEGIN; SET a = 1; COMMIT                                | set a
            SET a = ';'; SET LOCAL b = $$;SET c = 1$$               | set a, set local b
            ; -- x                                                  | ``
            /* SET a = 1; */ SET b = 1                              | set b
            SELECT 1; /* ; */ SET b = 1                             | set b
            SELECT ';SET a = 1'                                     | ``
            SELECT 1 -- ;SET a = 1                                  | ``
            UPDATE t SET a = 1                                      | ``
            CREATE FUNCTION f() RETURNS int SET search_path = a AS '' | ``
            ALTER ROLE r SET a = 1                                  | ``
            SHOW search_path                                        | ``
            SET                                                     | ``
            ``                                                      | ``
            """)
    void areRead(String query, String effects) {
        assertThat(describe(query)).isEqualTo(effects);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT 1", "select set(x) from t", "SELECT * FROM settings_config WHERE a_b = 1", "  /* app: x; */ UPDATE t SET a = 1",
        "-- SET a\nSELECT 1", "BEGIN; SELECT 1; COMMIT;", "INSERT INTO t VALUES ($1, 'a&b')", "DELETE FROM t", "DECLARE c CURSOR FOR SELECT 1",
        "", ";", "_", "&", "_set_confi", "/* SET a = 1", "END"})
    void ordinaryQueriesAreNotLookedAtClosely(String query) {
        assertThat(mayAffect(query)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SET a = 1", "\n\t-- x\n/* /* */ */set a = 1", "SELECT 1;\nreset all", "select Set_Config('a', 'b', true)", "SELECT 1;/* x */ LISTEN a",
        "UNLISTEN *", "prepare p as select 1", "DEALLOCATE p", "discard all", "SELECT U&\"\\0073et_config\"('a', 'b', true)"})
    void queriesWithAnEffectAre(String query) {
        assertThat(mayAffect(query)).isTrue();
    }

    @Test
    void bytesOutsideTheRangeDoNotCount() {
        ByteBuf buffer = Unpooled.wrappedBuffer("SET _config;SET".getBytes(StandardCharsets.UTF_8));

        assertThat(SessionEffects.mayAffect(buffer, 4, 12)).isFalse();
        assertThat(SessionEffects.mayAffect(buffer, 4, 15)).isTrue();
    }

    @Test
    void takesLinearTimeForSemicolonsInFrontOfWhatLooksLikeComments() {
        assertThat(mayAffect(";/*".repeat(300_000))).isTrue();
        assertThat(describe(";/*".repeat(300_000))).isEmpty();
    }

    /** In quadratic time it takes minutes; an event loop would stand still for that long. */
    @Test
    @Timeout(300)
    void takesLinearTimeForANameOfAnyNumberOfParts() {
        assertThat(describe("SET a" + ".b".repeat(500_000) + " = 1")).startsWith("set a.b.b").hasSize(1_000_005);
    }

    @Test
    void followsTheSyntaxOfStringsOfTheSession() {
        byte[] query = "SELECT '\\'; SET a = 1; --'".getBytes(StandardCharsets.UTF_8);

        assertThat(SessionEffects.of(query)).hasSize(1);
        assertThat(SessionEffects.of(query, StringSyntax.BACKSLASH_ESCAPES)).isEmpty();
    }

    private static boolean mayAffect(String query) {
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        return SessionEffects.mayAffect(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    private static String describe(String query) {
        List<SessionEffect> effects = SessionEffects.of(query.getBytes(StandardCharsets.UTF_8));
        return String.join(", ", effects.stream().map(SessionEffectsTest::describe).toList());
    }

    private static String describe(SessionEffect effect) {
        return switch (effect) {
            case SessionEffect.SetParameter(String name, SessionEffect.Scope scope) -> switch (scope) {
                case SESSION -> "set " + name;
                case LOCAL -> "set local " + name;
            };
            case SessionEffect.ResetParameter(String name) -> "reset " + (name.equals("all") ? "\"all\"" : name);
            case SessionEffect.ResetAll() -> "reset all";
            case SessionEffect.SetConfigCall(Optional<String> name) -> "call " + name.orElse("?");
            case SessionEffect.Prepare(String name) -> "prepare " + name;
            case SessionEffect.Deallocate(String name) -> "deallocate " + name;
            case SessionEffect.DeallocateAll() -> "deallocate all";
            case SessionEffect.Discard(SessionEffect.Discard.What what) -> "discard " + what;
            case SessionEffect.Listen(String channel) -> "listen " + channel;
            case SessionEffect.Unlisten(String channel) -> "unlisten " + channel;
            case SessionEffect.UnlistenAll() -> "unlisten *";
            case SessionEffect.Unreadable() -> "unreadable";
        };
    }
}
