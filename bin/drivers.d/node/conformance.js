// Runs tests one after the other. Each gives back what it saw, which is kept as text in $OUT/said; a line in $OUT/results says how it went.
'use strict'

const fs = require('node:fs')
const path = require('node:path')
const crypto = require('node:crypto')

const LIMIT_MILLIS = 60_000
const tests = []

exports.test = (name, body) => tests.push({ name, body })

exports.digest = text => crypto.createHash('md5').update(text).digest('hex')

// What an error says, without what names this connection or this moment.
exports.error = e => ({
  code: e.code, severity: e.severity, message: e.message, detail: e.detail, hint: e.hint, position: e.position, where: e.where,
  schema: e.schema ?? e.schema_name, table: e.table ?? e.table_name, column: e.column ?? e.column_name, dataType: e.dataType,
  constraint: e.constraint ?? e.constraint_name,
  // Where it was raised in the server's sources is only told of what the server has raised, which refusals at the login are not.
  ...(String(e.code).startsWith('28') ? {} : { file: e.file, routine: e.routine })
})

exports.failure = async promise => {
  try {
    await promise
  } catch (e) {
    return exports.error(e)
  }
  throw new Error('it did not fail')
}

exports.until = async (what, condition) => {
  const deadline = Date.now() + 30_000
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain: ' + what)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

function asText(value) {
  return JSON.stringify(value, (_, v) => typeof v === 'bigint' ? v + 'n' : v, 1) + '\n'
}

async function inTime(body) {
  let timer
  const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('took too long')), LIMIT_MILLIS) })
  try {
    return await Promise.race([body(), limit])
  } finally {
    clearTimeout(timer)
  }
}

exports.run = async () => {
  const ports = new RegExp('\\b(' + process.env.PGPORT + '|' + process.env.SERVER_PORT + ')\\b', 'g')
  for (const { name, body } of tests) {
    let verdict = 'pass'
    let seen
    try {
      seen = asText(await inTime(body))
    } catch (e) {
      verdict = 'fail'
      seen = String(e.stack) + '\n'
    }
    fs.writeFileSync(path.join(process.env.OUT, 'said', name), seen.replace(ports, 'PORT'))
    fs.appendFileSync(path.join(process.env.OUT, 'results'), name + '\t' + verdict + '\n')
  }
  process.exit(0)
}
