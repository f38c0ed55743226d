package io.segue.proxy.control.node;

import io.segue.proxy.gate.ReadCatalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from a database's catalog which functions, relations and operators do nothing but read.
 *
 * <p>A function is harmless when it is marked as not volatile and is not one of those whose answer says which server it runs on, or when it
 * is one of a few volatile ones. The mark of a user's function is a promise that nobody keeps: one that names what it should not is not
 * believed. Views and policies are looked into: what they call stands in their stored trees, not in {@code pg_depend}, which leaves out the
 * server's own functions (pg_depend.h, pinned objects).
 */
final class CatalogReader {

    private static final String SQL =
            """
            WITH RECURSIVE judged AS MATERIALIZED (
                SELECT p.oid, p.proname, p.proargtypes, p.pronargs - p.pronargdefaults AS required,
                       CASE WHEN p.oid < 16384
                            THEN p.provolatile <> 'v'
                                     AND p.proname !~ '^(pg_stat_|txid_|pg_current_(xact|snapshot|wal)|inet_server_'
                                         '|pg_(backend_pid|conf_load_time|postmaster_start_time|prepared_|cursor|show_|get_replication_slots'
                                         '|listening_channels|tablespace_location|relation_filepath)'
                                         '|(query|table|schema|database|cursor)_to_xml)'
                                 OR p.provolatile = 'v'
                                     AND p.proname = ANY ('{clock_timestamp,timeofday,random,random_normal,gen_random_uuid,uuidv4,uuidv7,pg_sleep,
                                         pg_sleep_for,pg_sleep_until,pg_relation_size,pg_table_size,pg_indexes_size,pg_total_relation_size,
                                         pg_database_size,pg_tablespace_size,pg_partition_tree,pg_partition_ancestors,pg_jit_available,
                                         current_query}'::name[])
                            ELSE p.provolatile <> 'v'
                                     AND p.prosrc !~* '(advisory|nextval|setval|dblink|notify|set_config|lo_|execute)'
                                 OR l.lanname = 'c'
                                     AND p.proname = ANY ('{gen_random_uuid,gen_random_bytes,gen_salt,uuid_generate_v1,uuid_generate_v1mc,
                                         uuid_generate_v4}'::name[])
                       END AS harmless
                  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            ), doubtful_aggregate AS MATERIALIZED (
                SELECT DISTINCT a.aggfnoid::oid AS oid
                  FROM pg_aggregate a JOIN judged part ON part.oid = ANY (ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn,
                       a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[])
                 WHERE a.aggfnoid >= 16384 AND NOT part.harmless
            ), function AS MATERIALIZED (
                SELECT j.oid, j.proname, j.proargtypes, j.required, j.harmless AND d.oid IS NULL AS harmless
                  FROM judged j LEFT JOIN doubtful_aggregate d ON d.oid = j.oid
            ), mentioned AS MATERIALIZED (
                SELECT r.ev_class AS relation, m[1] AS what, m[2]::oid AS oid
                  FROM pg_rewrite r,
                       regexp_matches(r.ev_action::text, ':(funcid|opfuncid|aggfnoid|winfnoid|relid) (\\d+)', 'g') m
                 WHERE r.ev_type = '1'
                UNION ALL
                SELECT o.polrelid, m[1], m[2]::oid
                  FROM pg_policy o, regexp_matches(o.polqual::text, ':(funcid|opfuncid|aggfnoid|winfnoid|relid) (\\d+)', 'g') m
            ), part AS MATERIALIZED (
                SELECT m.relation AS whole, m.oid FROM mentioned m WHERE m.what = 'relid'
                UNION ALL
                SELECT i.inhparent, i.inhrelid FROM pg_inherits i
            ), doubtful AS (
                SELECT c.oid FROM pg_class c WHERE c.relkind IN ('S', 'f') OR c.relpersistence = 'u'
                UNION
                SELECT m.relation FROM mentioned m JOIN function f ON f.oid = m.oid WHERE m.what <> 'relid' AND NOT f.harmless
                UNION
                SELECT p.whole FROM doubtful d JOIN part p ON p.oid = d.oid
            )
            SELECT 'call', f.proname::text FROM function f GROUP BY f.proname HAVING bool_and(f.harmless)
            UNION ALL
            SELECT DISTINCT 'name', c.relname::text FROM doubtful d JOIN pg_class c ON c.oid = d.oid
            UNION ALL
            SELECT DISTINCT 'name', f.proname::text FROM function f JOIN pg_type t ON t.oid = f.proargtypes[0]
             WHERE NOT f.harmless AND f.required <= 1 AND (t.typtype = 'c' OR t.typname ~ '^(record|any.*)$')
            UNION ALL
            SELECT DISTINCT 'operator', o.oprname::text FROM pg_operator o JOIN function f ON f.oid = o.oprcode WHERE NOT f.harmless
            UNION ALL
            SELECT DISTINCT 'obstacle', 'a cast by function ' || f.proname FROM pg_cast c JOIN function f ON f.oid = c.castfunc
             WHERE NOT f.harmless
            UNION ALL
            SELECT DISTINCT 'obstacle', 'type ' || t.typname
              FROM pg_type t JOIN function f ON f.oid = ANY (ARRAY[t.typinput, t.typoutput, t.typreceive, t.typsend]::oid[])
             WHERE t.oid >= 16384 AND NOT f.harmless
            UNION ALL
            SELECT DISTINCT 'obstacle', 'constraint ' || c.conname || ' of a domain'
              FROM pg_constraint c, regexp_matches(c.conbin::text, ':(funcid|opfuncid) (\\d+)', 'g') m, function f
             WHERE c.contypid <> 0 AND f.oid = m[2]::oid AND NOT f.harmless
            """;

    /** Operators that stand behind LIKE, IN, BETWEEN, DISTINCT, ORDER BY and others, where no text shows them. */
    private static final Set<String> UNWRITTEN = Set.of("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "||");

    private final NodeSql sql;
    private final NodeLimits limits;

    CatalogReader(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    private record Finding(String kind, String name) {}

    /** Empty when something is in the database that may write and that no statement shows. */
    Optional<ReadCatalog> read(String database) throws NodeException {
        List<Finding> findings = sql.askIn(database, "read the catalog of database " + database, limits.call(), session -> {
            // Compiling the query takes seconds, running it a fifth of one.
            session.run("SET jit = off");
            return session.all(SQL, CatalogReader::finding);
        });
        Map<String, Set<String>> names = new HashMap<>();
        findings.forEach(each -> names.computeIfAbsent(each.kind(), _ -> new HashSet<>()).add(each.name()));
        Set<String> operators = names.getOrDefault("operator", Set.of());
        if (names.containsKey("obstacle") || operators.stream().anyMatch(UNWRITTEN::contains)) {
            return Optional.empty();
        }
        return Optional.of(new ReadCatalog(
                names.getOrDefault("call", Set.of()), names.getOrDefault("name", Set.of()), operators));
    }

    private static Finding finding(ResultSet row) throws SQLException {
        return new Finding(row.getString(1), row.getString(2));
    }
}
