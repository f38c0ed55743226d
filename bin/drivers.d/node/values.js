// Values of many types, as SQL, for both drivers.
'use strict'

module.exports = [
  'NULL::int', 'true', '1::int2', "'-2147483648'::int4", '9223372036854775807::int8', '1.5::float4', "'NaN'::float8", "'-Infinity'::float8",
  '123456789012345678901234567890.0987654321::numeric', "''::text", "'ünïcödé ✓ 😀'::text", "'abc'::char(5)", "'\\x00ff7f80'::bytea",
  "'2020-02-29'::date", "'infinity'::date", "'23:59:59.999999'::time", "'2020-01-01 00:00:00+00'::timestamptz",
  "'1 year 2 mons -3 days 04:05:06.7'::interval", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", `'{"a": [1, null, "x"]}'::jsonb`,
  "ARRAY[1, NULL, 3]", `ARRAY['a,b', '"', NULL, '\\']`, "ARRAY[[1,2],[3,4]]", "'[1,5)'::int4range", "'10.0.0.1/8'::inet", "B'1010'::varbit",
  "'(1,2)'::point", "ROW(1, 'x')", "'a & b'::tsquery", "'12.34'::money", "'pg_class'::regclass", "repeat('x', 100000)"
]
