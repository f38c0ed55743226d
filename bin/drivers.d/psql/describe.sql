CREATE SCHEMA shown;
SET search_path = shown, public;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a int, b text);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE SEQUENCE numbers;
CREATE TABLE parent (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', m mood, p positive, CHECK (name <> ''));
CREATE TABLE child (id serial PRIMARY KEY, parent int REFERENCES parent ON DELETE CASCADE, g int GENERATED ALWAYS AS (id * 2) STORED, r span, EXCLUDE USING gist (r WITH &&));
CREATE TABLE parts (k int, v text) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_d PARTITION OF parts DEFAULT;
CREATE UNLOGGED TABLE unlogged (a int);
CREATE INDEX by_name ON parent (lower(name) DESC NULLS LAST) WHERE id > 5;
CREATE VIEW seen AS SELECT id, name FROM parent WHERE m = 'ok';
CREATE MATERIALIZED VIEW stored AS SELECT count(*) FROM parent;
CREATE RULE no_delete AS ON DELETE TO unlogged DO INSTEAD NOTHING;
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE PROCEDURE nothing() LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER fire BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION fired();
CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int);
CREATE OPERATOR +++ (leftarg = int, rightarg = int, function = int4pl);
CREATE CAST (mood AS int) WITH FUNCTION pg_catalog.length(text) AS ASSIGNMENT;
CREATE COLLATION mine FROM "C";
CREATE TEXT SEARCH CONFIGURATION simple_too (COPY = simple);
CREATE STATISTICS stats ON id, name FROM parent;
CREATE PUBLICATION pub FOR TABLE parent;
CREATE EVENT TRIGGER ddl ON ddl_command_end WHEN tag IN ('CREATE SERVER') EXECUTE FUNCTION fired();
ALTER TABLE parent ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON parent FOR SELECT TO reader USING (id > 0);
COMMENT ON TABLE parent IS 'A table with a comment';
GRANT SELECT ON parent TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA shown GRANT SELECT ON TABLES TO reader;
INSERT INTO parent SELECT i, 'name ' || i, 'ok', i FROM generate_series(1, 20) i;
\d
\d+
\d parent
\d+ parent
\d+ child
\d parts
\d+ parts
\d numbers
\d by_name
\d+ seen
\d pair
\da shown.*
\dA
\dAc btree int*
\dAf btree
\dAo btree integer_ops
\dAp hash
\db
\dc shown.*
\dC mood
\dd
\dD
\dD+
\ddp
\dE
\des
\deu
\dew
\det
\df
\df+ twice
\dfa
\dfn t*
\dft
\dF
\dFd simple
\dFp
\dFt
\dg
\dg+
\di
\di+
\dl
\dL
\dm
\dn
\dn+ shown
\do +++
\dO mine
\dp
\dP
\dPi
\drds
\dRp
\dRp+
\dRs
\ds
\dt
\dt+ parent
\dT
\dT+ mood
\du reader
\dv
\dx
\dX
\dy
\l drivers
\z parent
\sf twice
\sf+ twice
\sv seen
\dt nothing_like_this
\d nothing_like_this
\h ABORT
DROP SCHEMA shown CASCADE;
