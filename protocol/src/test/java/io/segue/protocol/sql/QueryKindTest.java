package io.segue.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a read, and what it calls; everything in the second table must not run on a standby unasked. */
class QueryKindTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT 1                                                        | []
            ``                                                              | []
            ;;                                                              | []
            /* SELECT f(1) */ -- g(1)                                       | []
            select a.b, count(*) from t a where x in (1, 2) group by a.b;   | [count]
            SELECT pg_catalog.lower(x) FROM t                               | [lower]
            SELECT s."F"(x), "a""b" (1)                                     | [F, a"b]
            SELECT nextval('s')                                             | [nextval]
            SELECT next/**/val('s'), nextval /* x */ ('s')                  | [nextval, val]
            SELECT U&"\\006eextval"('s')                                     | [nextval]
            SELECT NEXTVAL('s')                                             | [nextval]
            SELECT 'nextval(1)', $$f(1)$$, E'\\'f(1)', "f(1)" FROM t         | []
            SELECT 'a' 'f(1)', 'it''s f(1)'                                 | []
            SELECT coalesce(a, 1), cast(b AS numeric(10,2)), c::varchar(20) | []
            SELECT x::pg_catalog.numeric(10,2), y::character varying(20)    | []
            SELECT "coalesce"(1)                                            | [coalesce]
            SELECT exists(SELECT 1), ARRAY(SELECT 1), row(1)                | []
            SELECT sum(x) OVER (PARTITION BY (a) ORDER BY (b)) FROM t       | [sum]
            SELECT count(*) FILTER (WHERE a) FROM t GROUP BY GROUPING SETS ((a), ()), CUBE(a) | [count, cube]
            SELECT over(1), filter(2), by(3), sets(4)                       | [by, filter, over, sets]
            SELECT * FROM (VALUES (1, 2)) t (a, b)                          | []
            SELECT * FROM (VALUES (1, 2)) AS t (a, b)                       | []
            SELECT DISTINCT ON (a) f(1) FROM t                              | [f]
            SELECT * FROM a JOIN (SELECT 1) b ON (a.x = b.x)                | []
            SELECT * FROM f(1) AS g(a int), ROWS FROM (h(1))                | [f, h]
            SELECT * FROM t, LATERAL f(t.x)                                 | [f]
            SELECT a OPERATOR(pg_catalog.+) b, operator(c)                  | [operator]
            SELECT 1 OPERATOR(pg_catalog.+) f(2), OPERATOR(-) g(1)          | [f, g]
            SELECT DISTINCT ON (a) over(1), count(*) OVER (w) FROM t        | [count, over]
            SELECT DISTINCT ON (a) filter(1) FROM t                         | [filter]
            SELECT a FROM t GROUP BY a ORDER BY cube(a), rollup(1)          | [cube, rollup]
            SELECT a FROM t ORDER BY rollup(a)                              | [rollup]
            SELECT a FROM t GROUP BY ROLLUP(a)                              | []
            SELECT t.f(1), (t).g, t.h FROM t                                | [f]
            SELECT position('a' in b), extract(year from c), trim(d)        | []
            WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r | []
            WITH a AS MATERIALIZED (SELECT 1), b AS (TABLE c) SELECT f(1)   | [f]
            (SELECT 1) UNION ALL ((VALUES (f(2))))                          | [f]
            VALUES (1), (f(2))                                              | [f]
            TABLE t                                                         | []
            SHOW search_path                                                | []
            SHOW my.var                                                     | []
            SHOW TRANSACTION ISOLATION LEVEL                                | []
            EXPLAIN SELECT f(1)                                             | [f]
            EXPLAIN VERBOSE SELECT 1                                        | []
            EXPLAIN (COSTS off, FORMAT json) SELECT 1                       | []
            EXPLAIN (SELECT 1)                                              | []
            COPY t TO STDOUT                                                | []
            COPY s.t (a, b) TO STDOUT WITH (FORMAT csv, HEADER)             | []
            COPY (SELECT f(1)) TO STDOUT (FORMAT binary)                    | [f]
            SELECT current_setting('app.tenant'), current_setting('x', true) | [current_setting]
            SELECT substring(a FROM 1 FOR 2) FROM t                         | []
            SELECT $1::int + $2                                             | []
            SELECT a ->> 'update' FROM "delete" AS "into"                   | []
            """)
    void reads(String query, String calls) {
        assertThat(kind(query)).isInstanceOfSatisfying(
                QueryKind.Read.class, read -> assertThat(new TreeSet<>(read.mentions().calls())).hasToString(calls));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DELETE FROM t", "MERGE INTO t USING s ON true WHEN MATCHED THEN DO NOTHING",
        "SELECT 1; INSERT INTO t VALUES (1)", "SELECT 1; SELECT 2", "/* a */; SELECT 1; ; COMMIT", "WITH x AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT * FROM x",
        "WITH x AS (SELECT 1), y AS (DELETE FROM t RETURNING *) SELECT 1", "WITH x AS (SELECT 1) UPDATE t SET a = 1", "SELECT * INTO u FROM t",
        "SELECT a INTO TEMP u FROM t", "SELECT * FROM t FOR UPDATE", "SELECT * FROM t FOR NO KEY UPDATE", "SELECT * FROM t FOR SHARE OF t NOWAIT",
        "SELECT * FROM t FOR /* x */ KEY SHARE", "select * from t for\nshare", "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (ANALYZE) SELECT 1",
        "EXPLAIN (COSTS off, ANALYSE true) SELECT 1", "EXPLAIN INSERT INTO t VALUES (1)", "EXPLAIN EXECUTE p", "EXPLAIN (BUFFERS)", "EXPLAIN",
        "COPY t FROM STDIN", "COPY t TO '/tmp/x'", "COPY t TO PROGRAM 'cat'", "COPY (DELETE FROM t RETURNING *) TO STDOUT", "COPY (SELECT 1) TO '/x'",
        "COPY (SELECT 1 INTO STDOUT", "COPY binary t TO STDOUT", "COPY (SELECT 1) TO PROGRAM $$ TO STDOUT $$", "COPY (SELECT 1) TO STDOUT (FORMAT set_config('a.b', 'x', false))",
        "EXPLAIN (COSTS set_config('a.b', 'x', false)) SELECT 1", "EXECUTE p", "EXECUTE p(1)", "PREPARE p AS SELECT 1",
        "DEALLOCATE p", "DO $$BEGIN END$$", "CALL p()", "FETCH c", "DECLARE c CURSOR FOR SELECT 1", "CLOSE c", "SET a = 1", "SET LOCAL a = 1",
        "RESET a", "DISCARD ALL", "LISTEN a", "NOTIFY a", "UNLISTEN *", "LOCK t", "VACUUM", "ANALYZE t", "CREATE TABLE t AS SELECT 1", "DROP TABLE t",
        "TRUNCATE t", "REFRESH MATERIALIZED VIEW v", "CHECKPOINT", "COMMIT", "ROLLBACK", "SAVEPOINT a", "PREPARE TRANSACTION 'x'", "ALTER SYSTEM SET a = 1",
        "REINDEX TABLE t", "IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c", "SHOW ALL", "SHOW transaction_read_only", "show \"In_Hot_Standby\"",
        "SHOW", "SELECT current_setting('transaction_read_only')", "SELECT current_setting('in_hot' '_standby')", "SELECT current_setting(a) FROM b",
        "SELECT current_setting(E'in_hot_\\x73tandby')", "SELECT current_setting('IN_HOT_STANDBY', true)", "SELECT pg_catalog . current_setting ( $1 )",
        "SELECT current_setting FROM t", "select 'a", "select \"a", "select /* a", "select $$ a", "SELECT U&\"!0061\" UESCAPE '!' (1)", "SELECT \\x",
        "SELECT ä(1)", "SELECT \"ä\"(1)", "SELECT f1234567890123456789012345678901234567890123456789012345678901234(1)", "BEGIN", "START TRANSACTION",
        "BEGIN READ WRITE", "BEGIN READ ONLY; SELECT 1", "BEGIN READ ONLY, READ WRITE", "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY", "BEGIN ISOLATION LEVEL READ COMMITTED",
        "START READ ONLY", "BEGIN \"READ\" ONLY", "BEGIN READ ONLY x", "SELECT 1 SELECT; DELETE FROM t", "BEGIN; SELECT 1", "\"select\" 1", "U&\"select\" 1", "()", "(", "(INSERT INTO t VALUES (1))"})
    void everythingElseIsUnproved(String query) {
        assertThat(kind(query)).isEqualTo(new QueryKind.Unproved());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "BEGIN READ ONLY", "begin transaction read only", "BEGIN WORK READ ONLY;", "START TRANSACTION READ ONLY", "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "START TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY", "BEGIN READ ONLY, NOT DEFERRABLE", "/* a */ BEGIN -- b\n READ /**/ ONLY"})
    void transactionsThatSaySo(String query) {
        assertThat(kind(query)).isEqualTo(new QueryKind.BeginReadOnly());
    }

    /** With standard_conforming_strings off, a backslash hides a quote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT '\\'; DELETE FROM t; --'    | Unproved[] | Read
            SELECT '\\'';DELETE FROM t;--'     | Read       | Unproved[]
            SELECT '\\' + nextval('s') + '     | Unproved[] | Read
            """)
    void stringsAreReadAsTheSessionReadsThem(String query, String standard, String backslash) {
        byte[] text = query.getBytes(StandardCharsets.UTF_8);

        assertThat(QueryKind.of(text, StringSyntax.STANDARD_CONFORMING).toString()).startsWith(standard);
        assertThat(QueryKind.of(text, StringSyntax.BACKSLASH_ESCAPES).toString()).startsWith(backslash);
    }

    /** Also where the grammar has no call, or refuses the text: then nothing is lost by asking the primary. */
    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT set_config('a', 'b', false)", "SELECT 'a' OPERATOR(pg_catalog.||) pg_catalog.set_config('a', 'b', false)",
        "SELECT * FROM f() AS set_config(a, b)", "SELECT) g.SET_CONFIG('x'::text, '2')", "SELECT 1::U&\"set\\005fconfig\"(1)",
        "SELECT set_config(SELECT 1)", "TABLE t) \"set_config\"(1)"})
    void setConfigIsAlwaysMentioned(String query) {
        assertThat(SessionEffects.of(query.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
        assertThat(kind(query)).isInstanceOfSatisfying(QueryKind.Read.class, read -> assertThat(read.mentions().calls()).contains("set_config"));
    }

    @Test
    void namesAndOperatorsAreMentioned() {
        Mentions mentions = ((QueryKind.Read) kind("SELECT (v).total, a ~~ b FROM shop.\"Orders\" v WHERE c OPERATOR(x.@@) d")).mentions();

        assertThat(mentions.names()).contains("v", "total", "Orders", "shop");
        assertThat(mentions.operators()).containsExactlyInAnyOrder("~~", "@@");
    }

    private static QueryKind kind(String query) {
        return QueryKind.of(query.getBytes(StandardCharsets.UTF_8), StringSyntax.STANDARD_CONFORMING);
    }
}
