package io.segue.protocol.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text: nothing throws, spelling does not matter, and a write stays one whatever is put around it. */
class QueryKindPropertiesTest {

    private static final String[] PIECES = {
        "SELECT", "select", "WITH", "x", "AS", "(", "(", ")", ")", ",", "f", "\"G\"", ".", "FROM", "t", "FOR", "UPDATE", "INSERT", "INTO", "'a'", "$$ ; $$",
        "1", "::", "numeric", "DISTINCT", "ON", "COPY", "TO", "STDOUT", "EXPLAIN", "BEGIN", "READ", "ONLY", "SHOW", "+", "@@", ";", "VALUES", "OVER", "BY", "GROUP",
        "operator", "current_setting", "'all'", "--\n", "/* ; */", "'", "\"", "$", "\\", "U&\"\\0066\"", "ä", "RECURSIVE", "$1", "TABLE"};

    private static final String[] GAPS = {" ", "\n", "\t ", " /* ( */ ", " -- f(\n", "/**/"};

    /** A query that reads, with a place for a call and one for a statement. */
    private static final String[] FRAMES = {
        "SELECT %s", "SELECT a FROM t WHERE b = %s", "WITH x AS (SELECT %s) SELECT * FROM x", "VALUES (1), (%s)", "(SELECT %s) UNION TABLE t",
        "EXPLAIN SELECT %s", "COPY (SELECT %s) TO STDOUT", "SELECT * FROM ROWS FROM (%s) AS t (a)", "SELECT DISTINCT ON (a) %s FROM t",
        "SELECT count(*) FILTER (WHERE %s > 1) OVER (PARTITION BY %s)", "SELECT CASE WHEN %s THEN 1 END", "SELECT ARRAY[%s]", "SELECT a FROM t ORDER BY %s LIMIT %s",
        "SELECT * FROM t JOIN LATERAL %s ON true", "SELECT f(%s)", "SELECT (%s).x", "SELECT $1 = ANY (%s)", "SELECT %s::numeric(10, 2)", "SELECT x AT TIME ZONE %s"};

    private static final String[] CALLS = {
        "nextval('s')", "pg_catalog.nextval('s')", "\"nextval\"('s')", "NextVal ('s')", "U&\"\\006eextval\"('s')", "nextval/* x */('s')", "nextval(-- y\n's')",
        "s . nextval ( 's' )"};

    private static final String[] WRITES = {
        "INSERT INTO t VALUES (1)", "delete from t", "UPDATE t SET a = 1", "SELECT 1 FOR UPDATE", "SELECT 1 INTO u", "WITH x AS (DELETE FROM t) SELECT 1"};

    @Provide
    Arbitrary<List<String>> sqlLike() {
        return Arbitraries.of(PIECES).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> texts() {
        return Combinators.combine(Arbitraries.of(FRAMES), Arbitraries.of(CALLS)).as((frame, call) -> frame.replace("%s", call));
    }

    @Property(tries = 3000)
    void nothingThrows(@ForAll byte[] noise, @ForAll StringSyntax syntax) {
        assertThat(QueryKind.of(noise, syntax)).isNotNull();
    }

    @Property(tries = 10_000)
    void spellingDoesNotMatter(@ForAll("sqlLike") List<String> pieces, @ForAll StringSyntax syntax, @ForAll("gaps") String gap) {
        QueryKind plain = of(String.join(" ", pieces), syntax);
        QueryKind spaced = of(String.join(gap, pieces), syntax);

        if (pieces.stream().noneMatch(piece -> piece.equals("'") || piece.equals("\"") || piece.equals("$") || piece.equals("'a'") || piece.equals("'all'"))
                && !gap.equals("/**/")) {
            assertThat(spaced).isEqualTo(plain);
        }
    }

    @Provide
    Arbitrary<String> gaps() {
        return Arbitraries.of(GAPS);
    }

    @Property(tries = 2000)
    void everyCallIsFound(@ForAll("texts") String text) {
        assertThat(of(text, StringSyntax.STANDARD_CONFORMING)).as(text).isInstanceOfSatisfying(
                QueryKind.Read.class, read -> assertThat(read.mentions().calls()).as(text).contains("nextval"));
    }

    @Property(tries = 3000)
    void aWriteStaysOne(@ForAll("frames") String frame, @ForAll("writes") String write, @ForAll boolean inside) {
        String text = inside ? frame.replace("%s", "f((" + write + "), a)") : frame.replace("%s", "a") + "; " + write;

        assertThat(of(text, StringSyntax.STANDARD_CONFORMING)).as(text).isEqualTo(new QueryKind.Unproved());
    }

    @Provide
    Arbitrary<String> frames() {
        return Arbitraries.of(FRAMES);
    }

    @Provide
    Arbitrary<String> writes() {
        return Arbitraries.of(WRITES);
    }

    private static QueryKind of(String text, StringSyntax syntax) {
        return QueryKind.of(text.getBytes(StandardCharsets.UTF_8), syntax);
    }
}
