// node-postgres, exercised broadly.
'use strict'

const { Client, Pool } = require('pg')
const Cursor = require('pg-cursor')
const copy = require('pg-copy-streams')
const { pipeline } = require('node:stream/promises')
const { Readable } = require('node:stream')
const { test, run, digest, failure, error, until } = require('./conformance')
const values = require('./values')

async function connected(body, options = {}) {
  const client = new Client(options)
  client.on('error', () => {}) // ends of connections are what some tests are about; they await them
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end().catch(() => {})
  }
}

const rows = async (client, ...query) => (await client.query(...query)).rows

for (const mode of ['simple', 'extended']) {
  test('values, ' + mode, () => connected(async c => {
    const seen = []
    for (const value of values) {
      const result = mode === 'simple'
        ? await c.query({ text: 'SELECT ' + value + ' AS v', rowMode: 'array' })
        : await c.query({ text: 'SELECT ' + value + ' AS v, $1::int AS p', values: [1], rowMode: 'array' })
      seen.push([value, digest(JSON.stringify(result.rows)), result.fields.map(f => [f.name, f.dataTypeID, f.dataTypeSize, f.format])])
    }
    return seen
  }))
}

test('parameters', () => connected(c => rows(c,
  'SELECT $1::text, $2::int, $3::bool, $4::jsonb, $5::bytea, $6::int[], $7::timestamptz, $8::text, $9::numeric',
  ['x', 42, true, { a: [1] }, Buffer.from([0, 255]), [1, null, 3], new Date(0), null, '1e100'])))

test('named statements', () => connected(async c => {
  const seen = []
  for (let i = 0; i < 50; i++) {
    seen.push((await rows(c, { name: 'named ' + i % 7, text: 'SELECT $1::int + ' + i % 7 + ' AS sum', values: [i] }))[0].sum)
  }
  return seen.concat((await rows(c, 'SELECT count(*) FROM pg_prepared_statements'))[0])
}))

test('queries queued in one go', () => connected(async c => {
  const all = []
  for (let i = 0; i < 500; i++) all.push(i % 50 === 49 ? failure(c.query('SELECT 1/(0*$1::int)', [i])) : rows(c, 'SELECT $1::int AS i', [i]))
  return Promise.all(all)
}))

// From pg 8.2x on several queries may be under way at once.
test('pipelined where the driver can', () => connected(async c => {
  const all = []
  for (let i = 0; i < 1000; i++) all.push(rows(c, { text: 'SELECT $1::int AS i', values: [i], name: 'p' }))
  return digest(JSON.stringify(await Promise.all(all)))
}, { pipelining: true }))

test('several statements at once', () => connected(async c => {
  const results = await c.query('SELECT 1 AS a; SELECT 2 AS b, 3 AS c; CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1), (2); ; SELECT * FROM t')
  return results.map(r => [r.command, r.rowCount, r.rows])
}))

test('errors', () => connected(async c => {
  const seen = []
  for (const bad of ['SELECT nothing', 'SELECT 1/0', 'SELECT * FROM nowhere WHERE a = 1', "SELECT 'x'::int", 'COMMIT; SELECT 1/0; SELECT 2',
    "DO $$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = 'P0042', DETAIL = 'd', HINT = 'h', COLUMN = 'c', TABLE = 't', SCHEMA = 's'; END $$"]) {
    seen.push(await failure(c.query(bad)), await failure(c.query({ text: bad, values: ['unused'] })))
  }
  return seen.concat(await rows(c, 'SELECT 1 AS still'))
}))

test('transactions', () => connected(async c => {
  await c.query('CREATE TABLE transactions (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)')
  await c.query('BEGIN')
  await c.query('INSERT INTO transactions VALUES (1), (1)')
  const atCommit = await failure(c.query('COMMIT'))
  await c.query('BEGIN')
  await c.query('INSERT INTO transactions VALUES ($1)', [2])
  await c.query('SAVEPOINT s')
  const inside = await failure(c.query('SELECT 1/0'))
  const aborted = await failure(c.query('SELECT 1'))
  await c.query('ROLLBACK TO s')
  await c.query('COMMIT')
  return [atCommit, inside, aborted, await rows(c, 'TABLE transactions')]
}))

test('notices', () => connected(async c => {
  const seen = []
  c.on('notice', n => seen.push(error(n)))
  await c.query("DO $$ BEGIN FOR i IN 1..100 LOOP RAISE NOTICE 'number %', i; END LOOP; RAISE WARNING 'w' USING HINT = 'h'; END $$")
  return seen
}))

test('listen and notify', () => connected(listener => connected(async c => {
  const seen = []
  listener.on('notification', n => seen.push([n.channel, n.payload, n.processId === c.processID]))
  await listener.query('LISTEN news')
  for (let i = 0; i < 20; i++) await c.query('SELECT pg_notify($1, $2)', ['news', 'number ' + i])
  await until('20 notifications', () => seen.length === 20)
  return seen
})))

test('the process id', () => connected(async c => (await rows(c, 'SELECT pg_backend_pid() AS pid'))[0].pid === c.processID))

test('cancel', () => connected(async c => {
  const seen = failure(c.query('SELECT pg_sleep(60)'))
  await connected(other => until('asleep', async () =>
    (await rows(other, "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [c.processID])).length === 1))
  const canceller = new Client()
  canceller.cancel(c, c.activeQuery ?? c._activeQuery ?? c._getActiveQuery())
  return [await seen, await rows(c, 'SELECT 1 AS still')]
}))

test('statement timeout', () => connected(async c => [await failure(c.query('SELECT pg_sleep(60)')), await rows(c, 'SHOW statement_timeout')],
  { statement_timeout: 100 }))

test('settings at the start', () => connected(c => rows(c, "SELECT current_setting('application_name') AS a, current_setting('work_mem') AS w, current_setting('lock_timeout') AS l"),
  { application_name: 'a "name"', options: '-c work_mem=3MB', lock_timeout: 1234 }))

test('cursor', () => connected(async c => {
  const cursor = c.query(new Cursor('SELECT i, repeat($1, i) AS r FROM generate_series(1, 1000) i', ['x']))
  const seen = []
  for (let read; (read = await cursor.read(77)).length > 0;) seen.push([read.length, digest(JSON.stringify(read))])
  await cursor.close()
  const half = c.query(new Cursor('SELECT generate_series(1, 1000000) AS i'))
  seen.push((await half.read(10)).length)
  await half.close()
  const failing = c.query(new Cursor('SELECT 1 / (50 - i) FROM generate_series(1, 100) i'))
  seen.push((await failing.read(20)).length, await failure(failing.read(100)))
  return seen.concat(await rows(c, 'SELECT 1 AS still'))
}))

test('copy', () => connected(async c => {
  await c.query('CREATE TABLE copied (a int PRIMARY KEY, b text)')
  const lines = function * (n) { for (let i = 0; i < n; i++) yield i + '\t' + 'x'.repeat(i % 200) + '\n' }
  await pipeline(Readable.from(lines(50_000)), c.query(copy.from('COPY copied FROM STDIN')))
  const chunks = []
  await pipeline(c.query(copy.to('COPY copied TO STDOUT')), async function * (source) { for await (const chunk of source) chunks.push(chunk) }, async s => { for await (const _ of s); })
  const twice = await failure(pipeline(Readable.from(lines(50_000)), c.query(copy.from('COPY copied FROM STDIN'))))
  return [digest(Buffer.concat(chunks)), twice, await rows(c, 'SELECT count(*), sum(length(b)) FROM copied')]
}))

test('copy that the client gives up', () => connected(async c => {
  await c.query('CREATE TEMP TABLE given_up (a int)')
  const stream = c.query(copy.from('COPY given_up FROM STDIN'))
  const closed = new Promise(resolve => stream.once('error', resolve))
  stream.write('1\n')
  stream.destroy(new Error('enough'))
  const e = await closed
  return [e.message, await rows(c, 'SELECT count(*) FROM given_up')]
}))

test('much', () => connected(async c => {
  const many = await rows(c, 'SELECT i, md5(i::text) AS m FROM generate_series(1, 100000) i')
  const wide = await rows(c, "SELECT repeat('0123456789', 2000000) AS w")
  const sent = await rows(c, 'SELECT md5($1::text) AS m, length($1) AS l', ['y'.repeat(20_000_000)])
  return [many.length, digest(JSON.stringify(many)), digest(wide[0].w), sent]
}))

test('ended by the server', () => connected(async c => {
  const told = new Promise(resolve => c.once('error', resolve))
  await connected(other => other.query('SELECT pg_terminate_backend($1)', [c.processID]))
  const e = await told
  return [e.code, e.message, (await failure(c.query('SELECT 1'))).message]
}))

for (const [name, options] of Object.entries({
  'wrong password': { password: 'wrong' }, 'no such role': { user: 'nobody' }, 'no such database': { database: 'nowhere' },
  'wrong setting': { options: '-c work_mem=lots' }
})) {
  test(name, () => failure(connected(() => {}, options)))
}

test('pool', async () => {
  const pool = new Pool({ max: 10 })
  const all = await Promise.all(Array.from({ length: 500 }, (_, i) => pool.query('SELECT $1::int * 2 AS d', [i])))
  await pool.end()
  return all.map(r => r.rows[0].d)
})

test('many connections', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, (_, i) => connected(async c => (await rows(c, 'SELECT $1::int AS i', [i]))[0].i)))
  return all
})

run()
