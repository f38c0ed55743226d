CREATE TABLE types (
    a bool, b int2, c int4, d int8, e float4, f float8, g numeric, h text, i varchar(5), j char(5), k bytea, l date, m time, n timetz,
    o timestamp, p timestamptz, q interval, r uuid, s json, t jsonb, u xml, v inet, w cidr, x macaddr, y point, z polygon,
    aa int4range, ab tsvector, ac tsquery, ad bit(4), ae varbit, af money, ag int[], ah text[], ai jsonpath, aj pg_lsn, ak "char", al name, am oid, an regclass);
INSERT INTO types VALUES (
    true, -32768, 2147483647, -9223372036854775808, 1.5, 'Infinity', 123456789012345678901234567890.123456789, 'text', 'var', 'ch', '\x00ff', '4713-01-01 BC',
    '24:00', '12:00+05', 'infinity', '2020-01-01 00:00:00+00', '1 mon -1 day', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a" : 1}', '{"b": [1, null]}', '<a/>',
    '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '(1,2)', '((0,0),(1,1),(1,0))', '[1,10)', 'a fat cat', 'fat & !dog', B'1010', B'101', 12.34, '{1,NULL,3}', '{"a,b",""}',
    '$.a[*] ? (@ > 1)', '0/0', 'x', 'name', 1, 'pg_class');
\x on
SELECT * FROM types;
\x off
\pset null '(null)'
\pset format csv
SELECT * FROM types;
\pset format unaligned
SELECT * FROM types;
\pset format html
SELECT a, h FROM types;
\pset format aligned
\gdesc
SELECT i, i::text, i::float8, ARRAY[i], ROW(i) FROM generate_series(1, 2000) i;
DROP TABLE types;
