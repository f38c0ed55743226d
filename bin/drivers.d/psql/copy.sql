CREATE TABLE copied (a int PRIMARY KEY, b text, c numeric, d timestamp);
COPY copied FROM STDIN;
1	one	1.5	2020-01-01 00:00:00
2	two\ttabs	2.5	\N
3	\N	NaN	infinity
\.
COPY copied TO STDOUT;
COPY copied TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *);
COPY (SELECT a, b FROM copied ORDER BY a DESC) TO STDOUT WITH DELIMITER '|' NULL 'nothing';
\copy copied to 'copied.csv' csv header
\copy copied to 'copied.binary' (format binary)
TRUNCATE copied;
\copy copied from 'copied.csv' csv header
\copy (select count(*) from copied) to stdout
TRUNCATE copied;
\copy copied from 'copied.binary' (format binary)
SELECT * FROM copied ORDER BY a;
\copy copied from 'copied.csv' csv header
\copy copied from 'no such file'
\copy no_such_table from 'copied.csv'
\copy copied to program 'wc -l'
\copy copied (a, b) from program 'printf "10\tten\n11\televen\n"'
-- an error in the middle, with lines to come
COPY copied FROM STDIN;
4	four	4	2020-01-01
five	five	5	2020-01-01
6	six	6	2020-01-01
7	seven	7	2020-01-01
\.
SELECT 'the next statement' AS runs;
COPY copied FROM STDIN;
1	again	1	\N
\.
COPY copied FROM STDIN (FORMAT csv);
8,"unfinished
\.
COPY copied FROM STDIN;
9	too few
\.
BEGIN;
COPY copied FROM STDIN;
20	twenty	20	\N
\.
SAVEPOINT s;
COPY copied FROM STDIN;
20	twenty	20	\N
\.
ROLLBACK TO s;
COPY copied FROM STDIN;
21	twenty one	21	\N
\.
COMMIT;
-- several in one message, and something before and after
SELECT 'before' AS a\; COPY copied (a) FROM STDIN\; SELECT 'after' AS b\; COPY (SELECT 'out') TO STDOUT\; COPY copied (a) FROM STDIN;
30
\.
31
\.
SELECT a, b FROM copied ORDER BY a;
SELECT 'before' AS a\; COPY copied (a) FROM STDIN\; SELECT 'never' AS b;
30
\.
COPY (SELECT 1 / (3 - i) FROM generate_series(1, 5) i) TO STDOUT;
CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'row %', NEW.a; RETURN NEW; END $$;
CREATE TRIGGER complain BEFORE INSERT ON copied FOR EACH ROW EXECUTE FUNCTION complain();
COPY copied (a) FROM STDIN;
40
41
42
\.
COPY copied FROM STDIN (FREEZE);
\.
COPY nowhere TO STDOUT;
COPY copied TO '/no/such/directory/file';
COPY copied FROM PROGRAM 'exit 3';
DROP TABLE copied;
