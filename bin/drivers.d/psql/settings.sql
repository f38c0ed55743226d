SHOW server_version_num;
\encoding
\encoding LATIN1
\encoding
SET client_encoding = 'WIN1252';
\echo :ENCODING
SELECT 'abc' AS plain;
RESET client_encoding;
\encoding
SET DateStyle = 'German';
SELECT date '2020-12-31', timestamp '2020-12-31 23:59:59.999999', interval '1 year 2 mons 3 days 04:05:06';
SET IntervalStyle = 'iso_8601';
SELECT interval '1 year 2 mons 3 days 04:05:06';
SET TimeZone = 'America/New_York';
SELECT timestamptz '2020-01-01 00:00:00+00';
SET TIME ZONE INTERVAL '+05:30' HOUR TO MINUTE;
SELECT timestamptz '2020-01-01 00:00:00+00';
SET standard_conforming_strings = off;
SELECT 'a\tb';
SET standard_conforming_strings = on;
SET bytea_output = 'escape';
SELECT '\x00ff41'::bytea;
SET extra_float_digits = 0;
SELECT 0.1::float8 + 0.2;
BEGIN;
SET LOCAL TimeZone = 'Asia/Tokyo';
SHOW TimeZone;
SAVEPOINT s;
SET TimeZone = 'UTC';
ROLLBACK TO s;
SHOW TimeZone;
COMMIT;
SHOW TimeZone;
SELECT set_config('application_name', 'by function', false);
SHOW application_name;
SET SESSION AUTHORIZATION reader;
SELECT session_user, current_user;
CREATE TABLE not_allowed (a int);
SET ROLE postgres;
RESET SESSION AUTHORIZATION;
SET ROLE reader;
SELECT session_user, current_user;
RESET ROLE;
PREPARE p AS SELECT 1;
CREATE TEMP TABLE temporary (a int);
SELECT pg_advisory_lock(1);
LISTEN x;
DISCARD ALL;
EXECUTE p;
SELECT * FROM temporary;
SELECT * FROM pg_listening_channels();
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory';
RESET ALL;
SHOW DateStyle;
SELECT name, setting FROM pg_settings WHERE source IN ('client', 'session') ORDER BY name;
SELECT application_name, backend_type, usename, datname, state FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT pg_backend_pid() = pid AS told FROM pg_stat_activity WHERE pid = pg_backend_pid();
\conninfo
\c - reader
SELECT current_user;
\c postgres postgres
SELECT current_database(), current_user;
\c drivers
SELECT current_database(), current_user;
\if :{?SERVER_VERSION_NUM}
\echo known
\endif
