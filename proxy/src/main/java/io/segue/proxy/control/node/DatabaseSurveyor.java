package io.segue.proxy.control.node;

import io.segue.proxy.control.node.survey.DatabaseSurvey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks into every database of a server, a few at the same time, each on a connection of its own. */
final class DatabaseSurveyor {

    private static final int AT_ONCE = 4;

    private static final String NAMES =
            "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname";

    private static final String UNLOGGED =
            """
            SELECT format('%I.%I', n.nspname, c.relname)
              FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
             WHERE c.relpersistence = 'u' AND c.relkind IN ('r', 'm', 'S') ORDER BY 1 LIMIT 1000
            """;

    private static final String EXTENSIONS = "SELECT extname FROM pg_catalog.pg_extension ORDER BY extname";

    private static final String UNAVAILABLE =
            """
            SELECT e.extname || ' ' || e.extversion FROM pg_catalog.pg_extension AS e
             WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a WHERE a.name = e.extname) ORDER BY 1
            """;

    private static final String LIBRARIES = "SELECT DISTINCT probin FROM pg_catalog.pg_proc WHERE probin IS NOT NULL ORDER BY probin";

    /** Those of columns and indexes only: a catalog has a thousand collations, and to ask for a version costs a call into a library. */
    private static final String COLLATIONS =
            """
            WITH used AS MATERIALIZED (
                SELECT attcollation AS id FROM pg_catalog.pg_attribute WHERE attcollation <> 0 AND attrelid >= 16384
                UNION SELECT unnest(indcollation) FROM pg_catalog.pg_index WHERE indrelid >= 16384)
            SELECT collname || ': ' || collversion || ', here ' || pg_collation_actual_version(c.oid)
              FROM used JOIN pg_catalog.pg_collation AS c ON c.oid = used.id
             WHERE collversion <> pg_collation_actual_version(c.oid) ORDER BY 1
            """;

    private final NodeSql sql;
    private final NodeLimits limits;

    DatabaseSurveyor(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    List<DatabaseSurvey> all() throws NodeException {
        List<String> names = sql.ask("list its databases", limits.call(), session -> session.all(NAMES, row -> row.getString(1)));
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<DatabaseSurvey>> surveys = names.stream().map(name -> threads.submit(() -> of(name))).toList();
            List<DatabaseSurvey> all = new ArrayList<>();
            for (Future<DatabaseSurvey> survey : surveys) {
                all.add(survey.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw sql.refuse("look into its databases", "it was interrupted", "Nothing was done.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking into a database failed unexpectedly", e.getCause());
        }
    }

    private DatabaseSurvey of(String name) {
        try {
            return sql.askIn(name, "look into the database " + name, limits.call(), session -> new DatabaseSurvey(
                    name,
                    texts(session, UNLOGGED),
                    texts(session, EXTENSIONS),
                    texts(session, UNAVAILABLE),
                    texts(session, LIBRARIES),
                    texts(session, COLLATIONS),
                    ""));
        } catch (NodeException e) {
            return DatabaseSurvey.closed(name, e.getMessage());
        }
    }

    private static List<String> texts(SqlSession session, String query) throws SQLException {
        return session.all(query, row -> row.getString(1));
    }
}
