// postgres.js, exercised broadly. It sends statements on a connection without waiting for the answers to those before.
'use strict'

const postgres = require('postgres')
const { pipeline } = require('node:stream/promises')
const { Readable } = require('node:stream')
const { test, run, digest, failure, error, until } = require('./conformance')
const values = require('./values')

async function connected(body, options = {}) {
  const sql = postgres({ max: 1, onnotice: () => {}, ...options })
  try {
    return await body(sql)
  } finally {
    await sql.end({ timeout: 5 }).catch(() => {})
  }
}

test('values', () => connected(async sql => {
  const seen = []
  for (const value of values) {
    const result = await sql.unsafe('SELECT ' + value + ' AS v, $1::int AS p', [1])
    seen.push([value, digest(JSON.stringify([...result])), result.columns.map(c => [c.name, c.type])])
  }
  return seen
}))

test('parameters', () => connected(sql => sql`SELECT ${'x'}::text AS a, ${42}::int AS b, ${true}::bool AS c, ${sql.json({ a: [1] })} AS d, ${Buffer.from([0, 255])}::bytea AS e, ${[1, 2, 3]}::int[] AS f, ${new Date(0)}::timestamptz AS g, ${null}::text AS h`))

for (const prepare of [true, false]) {
  test('a pipeline, ' + (prepare ? 'prepared' : 'not prepared'), () => connected(async sql => {
    const all = []
    for (let i = 0; i < 2000; i++) all.push(sql`SELECT ${i}::int AS i, repeat('x', ${i % 100}::int) AS r`)
    return digest(JSON.stringify(await Promise.all(all)))
  }, { prepare }))

  test('a pipeline with errors, ' + (prepare ? 'prepared' : 'not prepared'), () => connected(async sql => {
    const all = []
    for (let i = 0; i < 300; i++) all.push(i % 10 === 5 ? failure(sql`SELECT 1 / (${i}::int - ${i}::int)`) : i % 10 === 7 ? failure(sql`SELECT nothing, ${i}::int`) : sql`SELECT ${i}::int AS i`)
    return Promise.all(all)
  }, { prepare }))
}

test('a pipeline of different statements', () => connected(async sql => {
  const all = []
  for (let i = 0; i < 200; i++) all.push(sql.unsafe('SELECT ' + i + ' AS a, $1::int AS b', [i], { prepare: true }))
  return Promise.all(all)
}))

test('a pipeline of writes', () => connected(async sql => {
  await sql`CREATE TABLE written (a int PRIMARY KEY, b text)`
  const all = []
  for (let i = 0; i < 500; i++) all.push(sql`INSERT INTO written ${sql({ a: i, b: 'text ' + i })}`)
  await Promise.all(all)
  const again = await failure(sql`INSERT INTO written VALUES (${1}, ${'again'})`)
  return [again, await sql`SELECT count(*), sum(a), max(b) FROM written`, (await sql`UPDATE written SET b = 'x' WHERE a < ${100}`).count]
}))

test('several statements at once', () => connected(async sql => {
  const results = await sql.unsafe('SELECT 1 AS a; SELECT 2 AS b; CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT * FROM t').simple()
  return results.map(r => [r.command, r.count, [...r]])
}))

test('transactions', () => connected(async sql => {
  await sql`CREATE TABLE transactions (a int PRIMARY KEY)`
  const seen = []
  await sql.begin(async t => {
    await Promise.all([t`INSERT INTO transactions VALUES (1)`, t`INSERT INTO transactions VALUES (2)`, t`SELECT 1`])
    seen.push(await failure(t.savepoint(s => s`INSERT INTO transactions VALUES (1)`)))
  })
  seen.push(await failure(sql.begin(async t => { await t`DELETE FROM transactions`; await t`SELECT 1/0` })))
  await sql.begin('ISOLATION LEVEL SERIALIZABLE READ ONLY', async t => seen.push(await t`SHOW transaction_isolation`, await t`SHOW transaction_read_only`))
  await sql.begin(t => [t`INSERT INTO transactions VALUES (3)`, t`INSERT INTO transactions VALUES (4)`])
  return seen.concat([await sql`TABLE transactions`])
}))

test('errors', () => connected(async sql => {
  const seen = []
  for (const bad of ['SELECT nothing', 'SELECT 1/0', 'SELECT * FROM nowhere', "SELECT 'x'::int"]) {
    seen.push(await failure(sql.unsafe(bad)), await failure(sql.unsafe(bad, [], { prepare: true })))
  }
  return seen.concat(await sql`SELECT 1 AS still`)
}))

test('notices', async () => {
  const seen = []
  await connected(sql => sql.unsafe("DO $$ BEGIN FOR i IN 1..100 LOOP RAISE NOTICE 'number %', i; END LOOP; END $$"), { onnotice: n => seen.push(error(n)) })
  return seen
})

test('listen and notify', () => connected(async sql => {
  const seen = []
  const { unlisten } = await sql.listen('news', payload => seen.push(payload))
  await Promise.all(Array.from({ length: 20 }, (_, i) => sql.notify('news', 'number ' + i)))
  await until('20 notifications', () => seen.length === 20)
  await unlisten()
  await sql.notify('news', 'nobody hears')
  return seen
}))

test('cancel', () => connected(async sql => {
  const query = sql`SELECT pg_sleep(60)`
  const seen = failure(query)
  await connected(other => until('asleep', async () => (await other`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`).length === 1))
  query.cancel()
  return [await seen, await sql`SELECT 1 AS still`]
}))

test('cursor', () => connected(async sql => {
  const seen = []
  await sql`SELECT i, repeat('x', i) AS r FROM generate_series(1, 1000) i`.cursor(77, part => { seen.push([part.length, digest(JSON.stringify(part))]) })
  for await (const part of sql`SELECT generate_series(1, 1000000) AS i`.cursor(10)) {
    seen.push(part.length)
    if (part[0].i > 30) break
  }
  seen.push(await failure(sql`SELECT 1 / (50 - i) FROM generate_series(1, 100) i`.cursor(20, part => { seen.push(part.length) })))
  return seen.concat(await sql`SELECT 1 AS still`)
}))

test('row by row', () => connected(async sql => {
  let sum = 0
  await sql`SELECT generate_series(1, 20000) AS i`.forEach(row => { sum += row.i })
  return sum
}))

test('raw and described', () => connected(async sql => {
  const described = await sql`SELECT 1::int AS a, ${'x'}::text AS b FROM pg_class WHERE oid = ${1}`.describe()
  const raw = await sql`SELECT 1 AS a, 'x' AS b, NULL AS c`.raw()
  return [described.types, described.columns, raw.map(r => r.map(v => v && v.toString('hex')))]
}))

test('copy', () => connected(async sql => {
  await sql`CREATE TABLE copied (a int, b text)`
  const lines = function * () { for (let i = 0; i < 50_000; i++) yield Buffer.from(i + '\t' + 'x'.repeat(i % 200) + '\n') }
  await pipeline(Readable.from(lines()), await sql`COPY copied FROM STDIN`.writable())
  const counted = await sql`SELECT count(*), sum(length(b)) FROM copied`
  // The last statement of its connection: the driver can leave its socket paused behind a COPY, directly as well.
  const chunks = []
  for await (const chunk of await sql`COPY copied TO STDOUT`.readable()) chunks.push(chunk)
  return [digest(Buffer.concat(chunks)), counted]
}))

test('large objects', () => connected(async sql => {
  const object = await sql.largeObject()
  await pipeline(Readable.from([Buffer.alloc(100_000, 'abc'), Buffer.from('end')]), await object.writable())
  await object.close()
  return sql`SELECT length(lo_get(oid)) AS l, md5(lo_get(oid)) AS m, lo_unlink(oid) AS u FROM pg_largeobject_metadata`
}))

test('much', () => connected(async sql => {
  const many = await sql`SELECT i, md5(i::text) AS m FROM generate_series(1, 100000) i`
  const wide = await sql`SELECT repeat('0123456789', 2000000) AS w`
  const sent = await sql`SELECT md5(${'y'.repeat(20_000_000)}::text) AS m`
  return [many.length, digest(JSON.stringify(many)), digest(wide[0].w), sent]
}))

test('subscribe to changes', () => connected(async sql => {
  await sql`CREATE TABLE subscribed (a int PRIMARY KEY, b text)`
  await sql.unsafe('CREATE PUBLICATION alltables FOR ALL TABLES')
  const seen = []
  const { unsubscribe } = await sql.subscribe('*', (row, { command, relation }) => seen.push([command, relation.table, row]))
  await sql`INSERT INTO subscribed VALUES (1, 'one'), (2, 'two')`
  await sql`UPDATE subscribed SET b = 'changed' WHERE a = 1`
  await sql`DELETE FROM subscribed WHERE a = 2`
  await until('four changes', () => seen.length >= 4)
  await unsubscribe()
  await sql.unsafe('DROP PUBLICATION alltables')
  return seen
}, { publications: 'alltables' }))

test('ended by the server, and connected again', () => connected(async sql => {
  const [{ pid }] = await sql`SELECT pg_backend_pid() AS pid`
  const seen = failure(sql`SELECT pg_sleep(60)`)
  await connected(async other => {
    await until('asleep', async () => (await other`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND wait_event = 'PgSleep'`).length === 1)
    await other`SELECT pg_terminate_backend(${pid})`
  })
  return [await seen, await sql`SELECT 1 AS again`]
}))

for (const [name, options] of Object.entries({
  'wrong password': { password: 'wrong' }, 'no such role': { user: 'nobody' }, 'no such database': { database: 'nowhere' },
  'wrong setting': { connection: { work_mem: 'lots' } }, 'unknown setting': { connection: { no_such_setting: '1' } }
})) {
  test(name, () => connected(sql => failure(sql`SELECT 1`), options))
}

test('settings at the start', () => connected(sql => sql`SELECT current_setting('application_name') AS a, current_setting('work_mem') AS w, current_setting('mine.own') AS o`,
  { connection: { application_name: 'a "name"', work_mem: '3MB', 'mine.own': 'x=y' } }))

test('many connections', () => connected(async sql => {
  const all = await Promise.all(Array.from({ length: 2000 }, (_, i) => sql`SELECT ${i}::int AS i, pg_sleep(0.001)`))
  return all.map(r => r[0].i)
}, { max: 20 }))

run()
