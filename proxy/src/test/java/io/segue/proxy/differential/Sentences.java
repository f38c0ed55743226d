package io.segue.proxy.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SQL for generated scripts. All of it answers the same every time, from the same state of the database. */
final class Sentences {

    private static final List<String> ANY = List.of(
            "SELECT 1",
            "SELECT n, repeat('x', n) FROM generate_series(1, 30) n",
            "SELECT id, label FROM items WHERE id < 8 ORDER BY id",
            "SELECT repeat('y', 20000)",
            "SELECT n FROM generate_series(1, 3000) n",
            "SELECT count(*) FROM items",
            "SELECT 'ä' || chr(8364)",
            "SELECT noisy(n) FROM generate_series(1, 3) n",
            "INSERT INTO items SELECT 100 + count(*), 'new' FROM items RETURNING id",
            "INSERT INTO items VALUES (1, 'there is one already')",
            "UPDATE items SET label = label || '!' WHERE id < 4",
            "DELETE FROM items WHERE id = 20",
            "SELECT 1/0",
            "SELECT 10/(3 - n) FROM generate_series(1, 5) n",
            "SELEC 1",
            "SELECT * FROM nowhere",
            "DO $$ BEGIN RAISE NOTICE 'first'; RAISE WARNING 'second'; END $$",
            "DO $$ BEGIN RAISE NOTICE 'then it fails'; PERFORM 1/0; END $$",
            "BEGIN", "BEGIN", "COMMIT", "COMMIT", "ROLLBACK", "BEGIN READ ONLY", "BEGIN ISOLATION LEVEL SERIALIZABLE",
            "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "COMMIT AND CHAIN",
            "DECLARE c CURSOR FOR SELECT n FROM generate_series(1, 9) n",
            "FETCH 2 FROM c", "FETCH ALL FROM c", "CLOSE c", "MOVE 1 FROM c",
            "SET application_name = 'other'", "SET client_encoding = 'LATIN1'", "SET client_encoding = 'UTF8'", "SET TimeZone = 'Europe/Paris'",
            "SET datestyle = 'SQL'", "SET LOCAL work_mem = '5MB'", "SET work_mem = 'much'", "RESET ALL", "SHOW datestyle", "SHOW application_name",
            "SET statement_timeout = '71s'", "RESET statement_timeout", "SET lock_timeout = '72s'", "SET client_min_messages = 'warning'",
            "SHOW statement_timeout", "SHOW lock_timeout", "SHOW client_min_messages",
            "SELECT set_config('app.x', 'by function', false)", "SELECT current_setting('app.x', true)",
            "COPY items TO STDOUT", "COPY (SELECT n FROM generate_series(1, 500) n) TO STDOUT", "COPY (SELECT 1/(3-n) FROM generate_series(1,5) n) TO STDOUT",
            "PREPARE t1 AS SELECT $1::int + 1", "EXECUTE t1(41)", "DEALLOCATE t1", "DEALLOCATE s1", "DEALLOCATE ALL", "DISCARD ALL", "DISCARD PLANS",
            "EXECUTE s1(3)", "EXECUTE s2",
            "SELECT pg_sleep(0.003)", "VACUUM items", "TABLE other", "LOCK TABLE other",
            "", ";", " ; ; ");

    private static final List<String> UNMOVABLE = List.of(
            "LISTEN news", "NOTIFY news, 'of no use'", "UNLISTEN news",
            "CREATE TEMP TABLE mine AS SELECT 1 AS a", "SELECT a + 1 FROM mine", "DROP TABLE mine",
            "DECLARE h CURSOR WITH HOLD FOR SELECT n FROM generate_series(1, 9) n", "FETCH 2 FROM h",
            "SELECT pg_try_advisory_lock(1)", "SELECT pg_advisory_unlock(1)",
            "PREPARE t2 AS SELECT 2; SELECT 3", "EXECUTE t2");

    private static final List<String> PARAMETERIZED = List.of(
            "SELECT $1::int + 1", "SELECT n FROM generate_series(1, $1::int) n", "SELECT label FROM items WHERE id = $1",
            "INSERT INTO items VALUES (100 + $1::int, 'by parameter')", "UPDATE items SET label = $1 WHERE id = 3", "SELECT 10 / $1::int",
            "SELECT noisy($1)", "SELECT $1::text, $2::text", "DELETE FROM other WHERE id = $1", "SELECT set_config('app.y', $1, false)");

    private static final List<String> COPY_IN = List.of(
            "COPY items FROM STDIN", "COPY other FROM STDIN", "COPY items (id) FROM STDIN", "COPY items FROM STDIN (FORMAT binary)",
            "COPY nowhere FROM STDIN", "SELECT 1; COPY items FROM STDIN; SELECT 2", "COPY items FROM STDIN; COPY items FROM STDIN");

    private static final List<String> COPY_LINES = List.of("200\tgood\n", "201\tgood\n202\tbetter\n", "203\t", "cut\n", "none\tbad\n", "1\tdouble\n", "\\.\n");

    private final Random random;
    private final List<String> queries = new ArrayList<>(ANY);

    /** @param pooled whether links may have been others': a setting with a dot that was set once is empty there, and not unknown */
    Sentences(Random random, boolean movable, boolean pooled) {
        this.random = random;
        if (pooled) {
            queries.replaceAll(each -> each.replace("current_setting('app.x', true)", "coalesce(current_setting('app.x', true), '')"));
        }
        if (!movable) {
            queries.addAll(UNMOVABLE);
            queries.addAll(UNMOVABLE);
        }
    }

    /** One statement, or several. */
    String query() {
        StringBuilder query = new StringBuilder(one(queries));
        while (random.nextInt(4) == 0) {
            String next = one(queries);
            if (!query.toString().startsWith("PREPARE") && !next.startsWith("PREPARE")) {
                query.append("; ").append(next);
            }
        }
        return query.toString();
    }

    /** For Parse: with parameters most often. */
    String parameterized() {
        return random.nextInt(3) == 0 ? one(queries) : one(PARAMETERIZED);
    }

    String copyIn() {
        return one(COPY_IN);
    }

    String copyLines() {
        return one(COPY_LINES);
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
