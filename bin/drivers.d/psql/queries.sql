\timing on
SELECT 1 AS timed;
\timing off
SELECT format('SELECT %s AS made, %L AS text', i, 'it''s ' || i) FROM generate_series(1, 5) i
\gexec
SELECT 'SELECT 1/0' UNION ALL SELECT 'SELECT 2 AS after_the_error'
\gexec
SELECT 1 AS one, 'two' AS two, NULL AS three
\gset var_
\echo :var_one :var_two :var_three
SELECT 1 AS one UNION SELECT 2
\gset
SELECT 1 AS a, 'x'::text AS b, now() AS c, ARRAY[1,2]::int[] AS d, NULL::jsonb AS e
\gdesc
SELECT nothing
\gdesc
SELECT i AS row, j AS column, i * j AS product FROM generate_series(1, 4) i, generate_series(1, 4) j
\crosstabview row column product
SELECT 1, 2 \gx
SELECT * FROM generate_series(1, 3) \g (format=csv)
SELECT 'into a file' \g out.txt
\! cat out.txt
SELECT 'through a pipe' \g | cat
CREATE SEQUENCE ticks;
SELECT 6 / (3 - nextval('ticks')) AS tick
\watch 0.05
DROP SEQUENCE ticks;
;
SELECT 1\;\; SELECT 2;
/* only a comment */;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT i FROM generate_series(1, 10) i;
FETCH 3 FROM c;
FETCH BACKWARD 2 FROM c;
MOVE LAST FROM c;
FETCH PRIOR FROM c;
CLOSE c;
DECLARE h CURSOR WITH HOLD FOR SELECT i FROM generate_series(1, 3) i;
COMMIT;
FETCH ALL FROM h;
CLOSE h;
\set FETCH_COUNT 7
SELECT i, repeat('x', i) FROM generate_series(1, 20) i;
\unset FETCH_COUNT
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE;
SHOW transaction_isolation;
CREATE TABLE not_now (a int);
ROLLBACK;
BEGIN;
SAVEPOINT a;
SELECT 1/0;
ROLLBACK TO a;
RELEASE a;
COMMIT AND CHAIN;
SELECT 'chained' AS still;
ROLLBACK AND CHAIN;
ROLLBACK;
CREATE TABLE twophase (a int);
BEGIN;
INSERT INTO twophase VALUES (1);
PREPARE TRANSACTION 'mine';
SELECT gid FROM pg_prepared_xacts;
COMMIT PREPARED 'mine';
COMMIT PREPARED 'mine';
SELECT * FROM twophase;
INSERT INTO twophase SELECT generate_series(2, 5) RETURNING a;
UPDATE twophase SET a = a + 1 RETURNING *;
DELETE FROM twophase WHERE a > 3;
MERGE INTO twophase t USING (VALUES (1), (2)) s(a) ON t.a = s.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.a);
TABLE twophase ORDER BY a;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO twophase VALUES (100 + i); IF i = 2 THEN ROLLBACK; ELSE COMMIT; END IF; END LOOP; END $$;
CALL commits();
BEGIN;
CALL commits();
ROLLBACK;
SELECT a FROM twophase WHERE a > 100 ORDER BY a;
DROP PROCEDURE commits;
DROP TABLE twophase;
EXPLAIN (COSTS off) SELECT count(*) FROM pg_class WHERE relname = 'x';
SELECT NULL::int, '', 'ünïcödé', E'tab\tnewline\n', '\x00ff'::bytea, '{"a": 1}'::jsonb, 1e300, 'NaN'::float8, ARRAY[[1,NULL],[3,4]], (1,'a');
SELECT FROM generate_series(1, 3);
SELECT * FROM pg_type LIMIT 0;
