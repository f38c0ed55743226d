package io.segue.proxy.control.node;

import java.util.List;

/**
 * What Segue's own role may not do on a server, of what a move needs there: better found out beforehand than while everybody waits. The
 * same list as {@code segue grants} prints.
 */
final class RoleRights {

    /** Functions and catalogs are named by text, because a name that a version does not have would fail the query. */
    private static final String MISSING =
            """
            SELECT missing FROM (
                SELECT 1 AS place, 'REPLICATION' AS missing FROM pg_catalog.pg_roles
                 WHERE rolname = current_user AND NOT rolreplication AND NOT rolsuper
                UNION ALL
                SELECT 2, role FROM unnest('{pg_read_all_stats,pg_read_all_settings,pg_checkpoint}'::text[]) AS role
                 WHERE NOT pg_has_role(role, 'USAGE')
                UNION ALL
                SELECT 3, 'EXECUTE on ' || function
                  FROM unnest('{pg_promote(bool\\,int4),pg_reload_conf(),pg_show_all_file_settings(),pg_ls_archive_statusdir()}'::text[]) AS function
                 WHERE NOT has_function_privilege('pg_catalog.' || function, 'EXECUTE')
                UNION ALL
                SELECT 4, 'SELECT on ' || relation FROM unnest('{pg_authid,pg_file_settings}'::text[]) AS relation
                 WHERE NOT has_table_privilege('pg_catalog.' || relation, 'SELECT')
                UNION ALL
                SELECT 5, 'ALTER SYSTEM on ' || parameter FROM unnest(?::text[]) AS parameter
                 WHERE NOT has_parameter_privilege(parameter, 'ALTER SYSTEM')) AS each
             ORDER BY place, missing
            """;

    /** Of the window, and of the standby that an old primary becomes. */
    private static final List<String> PARAMETERS = List.of(
            "primary_conninfo", "primary_slot_name", "wal_retrieve_retry_interval", "max_standby_streaming_delay", "max_standby_archive_delay",
            "restore_command", "synchronous_standby_names", "wal_sender_timeout");

    private final NodeSql sql;
    private final NodeLimits limits;

    RoleRights(NodeSql sql, NodeLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    List<String> missing() throws NodeException {
        return sql.ask("ask what our role may do", limits.call(), session ->
                session.all(MISSING, row -> row.getString(1), session.texts(PARAMETERS)));
    }
}
