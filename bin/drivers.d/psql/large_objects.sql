\! yes 'a line of some length' | head -c 300000 > large.data
\lo_import large.data 'a large object'
\set oid :LASTOID
\lo_list
\lo_export :oid exported.data
\! cmp large.data exported.data && echo equal
BEGIN;
SELECT lo_open(:oid, 393216) AS descriptor;
SELECT loread(0, 20);
SELECT lo_lseek(0, 100, 0), lo_tell(0);
SELECT lowrite(0, '\xdeadbeef');
SELECT lo_truncate(0, 200);
SELECT lo_close(0);
COMMIT;
SELECT length(lo_get(:oid));
\lo_import 'no such file'
\lo_export 999999 nowhere.data
\lo_unlink 999999
BEGIN;
\lo_import large.data
\lo_unlink :LASTOID
ROLLBACK;
\lo_unlink :oid
\lo_list
