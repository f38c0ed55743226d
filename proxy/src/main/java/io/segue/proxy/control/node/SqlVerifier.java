package io.segue.proxy.control.node;

import io.segue.proxy.control.node.survey.Verifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into a real node's data through SQL. Names of relations come from the server, quoted by it. */
final class SqlVerifier implements Verifier {

    private static final String DATABASES =
            "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname";

    private static final String TABLES =
            """
            SELECT c.oid::regclass::text, pg_relation_size(c.oid) / current_setting('block_size')::int8
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm') AND c.relpersistence = 'p' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
             ORDER BY 1
            """;

    /** A range of row addresses reads those blocks only (executor/nodeTidrangescan.c). */
    private static final String DIGEST =
            """
            SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM ONLY %s AS t
             WHERE ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid
            """;

    private static final String AMCHECK =
            "SELECT quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'amcheck'";

    private static final String HEAP = "SELECT 'block ' || blkno || ': ' || msg FROM %s.verify_heapam(relation => %s::regclass) LIMIT 1";

    private static final String INDEXES =
            """
            SELECT i.indexrelid::regclass::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_am a ON a.oid = c.relam
             WHERE i.indrelid = ?::regclass AND a.amname = 'btree' AND i.indisvalid ORDER BY 1
            """;

    private static final String NEVER_ANALYZED =
            """
            SELECT relid::regclass::text, pg_relation_size(relid) / current_setting('block_size')::int8
              FROM pg_catalog.pg_stat_user_tables
             WHERE last_analyze IS NULL AND last_autoanalyze IS NULL AND pg_relation_size(relid) > 0 ORDER BY 1
            """;

    private static final String MAY_ANALYZE =
            """
            SELECT CASE WHEN current_setting('server_version_num')::int >= 170000
                        THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE pg_has_role(c.relowner, 'USAGE') END
              FROM pg_catalog.pg_class c WHERE c.oid = ?::regclass
            """;

    /** index_corrupted and data_corrupted. */
    private static final String CORRUPTED = "XX00[12]";

    private final NodeSql sql;
    private final NodeLimits limits;

    SqlVerifier(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    @Override
    public String probe(String database, String query, Duration limit) throws NodeException {
        return sql.askIn(database, "answer a probe in database " + database, limit, session -> {
            session.run("SET default_transaction_read_only = on");
            // As for anybody who has not set one; ours is the catalog alone.
            session.run("SET search_path TO \"$user\", public");
            return String.join("\n", session.all(query, SqlVerifier::line));
        });
    }

    private static String line(ResultSet row) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(Optional.ofNullable(row.getString(i)).orElse(""));
        }
        return String.join("|", columns);
    }

    @Override
    public List<String> databases() throws NodeException {
        return sql.ask("list its databases", limits.call(), session -> session.all(DATABASES, row -> row.getString(1)));
    }

    @Override
    public List<Table> tables(String database) throws NodeException {
        return tables(database, TABLES);
    }

    @Override
    public List<Table> neverAnalyzed(String database) throws NodeException {
        return tables(database, NEVER_ANALYZED);
    }

    private List<Table> tables(String database, String query) throws NodeException {
        return sql.askIn(database, "list the tables of database " + database, limits.call(), session ->
                session.all(query, row -> new Table(database, row.getString(1), row.getLong(2))));
    }

    @Override
    public Digest digest(Table table, long from, long to, Duration limit) throws NodeException {
        return sql.askIn(table.database(), "read " + table, limit, session ->
                session.one(DIGEST.formatted(table.name(), from, to), row -> new Digest(row.getLong(1), row.getString(2))));
    }

    @Override
    public boolean hasAmcheck(String database) throws NodeException {
        return sql.askIn(database, "look for amcheck in " + database, limits.call(), session -> !session.all(AMCHECK, row -> "").isEmpty());
    }

    @Override
    public Optional<String> damage(Table table, Duration limit) throws NodeException {
        return sql.askIn(table.database(), "check " + table, limit, session -> {
            String schema = session.one(AMCHECK, row -> row.getString(1));
            try {
                List<String> heap = session.all(HEAP.formatted(schema, Quoting.sqlLiteral(table.name())), row -> row.getString(1));
                if (!heap.isEmpty()) {
                    return Optional.of(heap.getFirst());
                }
                for (String index : session.all(INDEXES, row -> row.getString(1), table.name())) {
                    session.run("SELECT " + schema + ".bt_index_check(" + Quoting.sqlLiteral(index) + "::regclass)");
                }
                return Optional.empty();
            } catch (SQLException e) {
                if (e.getSQLState() != null && e.getSQLState().matches(CORRUPTED)) {
                    return Optional.of(SqlFailure.said(e));
                }
                throw e;
            }
        });
    }

    @Override
    public boolean analyze(Table table, Duration limit) throws NodeException {
        return sql.askIn(table.database(), "analyse " + table, limit, session -> {
            boolean may = session.one(MAY_ANALYZE, row -> row.getBoolean(1), table.name());
            if (may) {
                session.run("ANALYZE (SKIP_LOCKED) " + table.name());
            }
            return may;
        });
    }
}
