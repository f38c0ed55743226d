-- What Segue's role needs on a server that it moves, and nothing more. Run it as a superuser in the database that Segue logs in to
-- (role.database): rights on the server's own functions and catalogs are kept per database. It may be run again. Standbys get it with the WAL.
-- The role's password: \password :role
-- pg_hba.conf: the role from the proxy's machine to every database, and from each node's machine to "replication".

-- Base backups, replication slots, and the way back: a primary streams to its standby as this role.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ':name') THEN
        CREATE ROLE :role;
    END IF;
END $$;
ALTER ROLE :role WITH LOGIN REPLICATION NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS;

-- Who is connected and what it does, walsenders and walreceivers, where settings come from.
GRANT pg_read_all_stats, pg_read_all_settings TO :role;
GRANT SELECT ON pg_catalog.pg_file_settings TO :role;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_all_file_settings() TO :role;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_archive_statusdir() TO :role;

-- Verifiers of the roles that log in through the proxy, which checks them as the server would.
GRANT SELECT ON pg_catalog.pg_authid TO :role;

-- Checkpoints before the hold, so that the stop has little to write; the promotion.
GRANT pg_checkpoint TO :role;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_promote(boolean, integer) TO :role;

-- Settings of the window and of the standby that the old primary becomes. Only these, and they are put back.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_reload_conf() TO :role;
GRANT ALTER SYSTEM ON PARAMETER primary_conninfo, primary_slot_name, wal_retrieve_retry_interval, max_standby_streaming_delay,
    max_standby_archive_delay, restore_command, synchronous_standby_names, wal_sender_timeout TO :role;

-- since 16
-- A connection where ordinary roles have taken all others (reserved_connections).
GRANT pg_use_reserved_connections TO :role;

-- since 15 for verify
-- VERIFY: probes, and rows compared between the nodes. It lets the role read every table: leave it out where that is too much.
GRANT pg_read_all_data TO :role;
-- amcheck, in each database where it is installed: run this part there.
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'amcheck') THEN
        EXECUTE (SELECT pg_catalog.format('GRANT EXECUTE ON FUNCTION %1$I.bt_index_check(regclass), '
                '%1$I.verify_heapam(regclass, boolean, boolean, text, bigint, bigint) TO :role', n.nspname)
            FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck');
    END IF;
END $$;

-- since 17 for verify
-- VERIFY ... ANALYZE. Before version 17 only a table's owner may.
GRANT pg_maintain TO :role;
