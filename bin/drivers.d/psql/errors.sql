SELECT;
SELECT nothing;
SELECT 1 +;
SELECT 'unfinished
';
SELECT * FROM no_such_table
WHERE a = 1;
\errverbose
\set VERBOSITY verbose
SELECT 1/0;
\set VERBOSITY sqlstate
SELECT 1/0;
\set VERBOSITY terse
SELECT 1/0;
\set VERBOSITY default
\set SHOW_CONTEXT always
CREATE FUNCTION inner_fails() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'wrong %', 1 USING DETAIL = 'the detail', HINT = 'the hint', ERRCODE = 'P0042', COLUMN = 'c', CONSTRAINT = 'k', DATATYPE = 't', TABLE = 'tab', SCHEMA = 'sch'; END $$;
CREATE FUNCTION outer_fails() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN inner_fails(); END $$;
SELECT outer_fails();
\errverbose
CREATE TABLE strict (a int PRIMARY KEY, b int NOT NULL CHECK (b > 0), c int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO strict VALUES (1, 1, 1);
INSERT INTO strict VALUES (1, 1, 2);
\errverbose
INSERT INTO strict VALUES (2, NULL, 2);
INSERT INTO strict VALUES (2, -1, 2);
INSERT INTO strict VALUES (2, 1, 1);
BEGIN;
INSERT INTO strict VALUES (3, 1, 1);
SELECT 'before the end';
COMMIT;
SELECT count(*) FROM strict;
BEGIN;
SELECT 1/0;
SELECT 1;
COMMIT;
SELECT 1\; SELECT 1/0\; SELECT 2;
INSERT INTO strict VALUES (5, 1, 5)\; SELECT 1/0;
SELECT count(*) FROM strict;
BEGIN\; INSERT INTO strict VALUES (6, 1, 6)\; COMMIT\; SELECT 1/0;
SELECT count(*) FROM strict;
\set ON_ERROR_ROLLBACK on
BEGIN;
INSERT INTO strict VALUES (7, 1, 7);
INSERT INTO strict VALUES (7, 1, 7);
INSERT INTO strict VALUES (8, 1, 8);
COMMIT;
SELECT count(*) FROM strict;
\set ON_ERROR_ROLLBACK off
\set FETCH_COUNT 2
SELECT 1 / (4 - i) FROM generate_series(1, 5) i;
SELECT i FROM generate_series(1, 5) i;
\set FETCH_COUNT 0
SELECT 1 / (4 - i) FROM generate_series(1, 5) i;
SET statement_timeout = '50ms';
SELECT pg_sleep(10);
RESET statement_timeout;
SELECT 'and on' AS goes;
SELECT pg_cancel_backend(pg_backend_pid());
SET idle_in_transaction_session_timeout = 0;
VACUUM no_such_table;
BEGIN;
VACUUM;
ROLLBACK;
PREPARE again AS SELECT $1::int;
PREPARE again AS SELECT $1::int;
EXECUTE again('x');
EXECUTE again(1);
DEALLOCATE never;
DEALLOCATE again;
FETCH ALL FROM no_cursor;
ROLLBACK TO SAVEPOINT nowhere;
SET no_such_setting = 1;
SET work_mem = 'lots';
SET client_encoding = 'klingon';
DROP TABLE strict;
DROP FUNCTION outer_fails(), inner_fails();
