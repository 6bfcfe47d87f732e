import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { seedKeys } from '#db/seed/demo-keys.ts'
import { demoSecrets } from '#server/identity/door.ts'
import { runDueJobs } from '#server/kernel/jobs.ts'
import { openLog } from '#server/kernel/log.ts'
import { jobWorkers } from '#server/wiring.ts'
import { laidBeforeSigner, openOutgoingDesk } from '#test/documents/outgoing-desk.ts'
import { logIn, send, worldPassword } from '#test/support/world.ts'

// Of a password, a PIN, a session token and a private key nothing is written down: no log, no journal, no stored answer, no error.

const desk = await openOutgoingDesk()
const { house, app, call } = desk
const logged: string[] = []
house.log = openLog('trace', new Writable({ write: (line: Buffer, _, next) => (logged.push(String(line)), next()) }))
// A PIN of six digits stands in many a hash and offset by chance; these can stand nowhere by chance.
const unmistakable = { password: 'khong-dau-hq7w-mat-khau', pin: 'pin-khong-lan-9k2x7' }
writeFileSync(join(house.config.dataDir, 'demo-secrets.json'), JSON.stringify(unmistakable))
await seedKeys(house)
const { pin, password } = await demoSecrets(house.config.dataDir)

const wrongPin = 'pin-khong-dung-4m8z1'
const wrongPassword = 'một mật khẩu gõ nhầm'
const answers: string[] = []
let token = ''

/** The way from a wrong password to an issued letter, and a fault of ours in the middle. */
beforeAll(async () => {
  const body = { userName: 'vanthu', password: wrongPassword }
  answers.push(await (await send(app, 'POST', '/api/session', { body })).text())
  token = (await logIn(app, 'vanthu')).split('=')[1]!
  const laid = await laidBeforeSigner(desk)
  const sign = (given: string) =>
    call('pct', `POST /documents/${laid.id}/sign`, { revision: laid.revision, pin: given }, 'secret-key-01')
  answers.push(JSON.stringify(await sign(wrongPin)))
  const { body: signed } = await sign(pin)
  const seal = (given: string, revision: number) =>
    call('vanthu', `POST /documents/${laid.id}/number-and-seal`, { revision, pin: given }, 'secret-key-02')
  answers.push(JSON.stringify(await seal(wrongPin, signed.revision)))
  const { body: sealed } = await seal(pin, signed.revision)
  await call('vanthu', `POST /documents/${laid.id}/issue`, { revision: sealed.revision })
  await house.sql`alter table people rename to people_away`
  answers.push(
    await (await send(app, 'POST', '/api/session', { body: { userName: 'pct', password: worldPassword } })).text(),
  )
  answers.push(await (await send(app, 'GET', '/api/session', { cookie: `sid=${token}` })).text())
  await house.sql`alter table people_away rename to people`
  await house.sql`alter table arrivals rename to arrivals_away`
  await runDueJobs(house, jobWorkers)
  await house.sql`alter table arrivals_away rename to arrivals`
  expect(sealed.state).toBe('sealed')
}, 120_000)

const secrets = () => ({ pin, wrongPin, password, worldPassword, wrongPassword, token })
const found = (text: string) => Object.entries(secrets()).filter(([, secret]) => text.includes(secret))

test('the log says what went wrong, where, and no secret', () => {
  const text = logged.join('')
  expect(text).toContain('"msg":"bug"')
  expect(text).toContain('"msg":"job failed"')
  expect(text).toMatch(/relation \\"people\\" does not exist/)
  expect(text).toMatch(/"stack":"[^"]+\.ts:\d+/)
  expect(found(text)).toEqual([])
})

test('the log of a failed query does not hold the values of the query', () => {
  const bugs = logged.filter((line) => line.includes('"query"'))
  expect(bugs.length).toBeGreaterThan(0)
  for (const line of bugs) expect(line).not.toMatch(/params|"chutich|664\/UBND/)
})

test('no row of any table holds a secret, not even as its bare hash', async () => {
  const tables = await house.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
  expect(tables.length).toBeGreaterThan(40)
  for (const { name } of tables) {
    const rows = await house.sql.unsafe<{ line: string }[]>(`select t::text as line from "${name}" t`)
    expect([name, found(rows.map(({ line }) => line).join('\n'))]).toEqual([name, []])
  }
})

test('what a job could not do is told without the inside of the database', async () => {
  const [job] = await house.sql<
    { lastError: string }[]
  >`select last_error as "lastError" from jobs where last_error is not null`
  const [delivery] = await house.sql<{ problem: string }[]>`select problem from deliveries where problem is not null`
  for (const text of [job!.lastError, delivery!.problem]) {
    expect(text).toContain('does not exist')
    expect(text).not.toMatch(/select|insert|params|Failed query/i)
  }
})

test('an answer that refuses or fails shows nothing of the inside', () => {
  expect(answers).toHaveLength(5)
  for (const text of answers) {
    expect(text).not.toMatch(/select |insert |relation|node_modules|\.ts\b|stack|postgres|argon|Error:/i)
    expect(found(text)).toEqual([])
  }
})

test('private keys lie in the data folder and the database only under their seal', async () => {
  /** The object identifier of every bag in a PKCS#12 file, and the marks of PEM keys. */
  const marks = [Buffer.from('060b2a864886f70d010c0a', 'hex'), Buffer.from('PRIVATE KEY'), Buffer.from(pin)]
  const stores = await house.sql<{ sealed: Buffer }[]>`select sealed from key_stores`
  const files = globSync('**/*', { cwd: house.config.dataDir, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'demo-secrets.json')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  expect([stores.length > 3, files.length > 5]).toEqual([true, true])
  for (const bytes of [...stores.map(({ sealed }) => sealed), ...files])
    for (const mark of marks.slice(0, 2)) expect(bytes.includes(mark)).toBe(false)
  for (const { sealed } of stores) expect(sealed.includes(marks[2]!)).toBe(false)
})

describe('the log itself', () => {
  test('blots out what is called a secret, however deep', () => {
    const lines: string[] = []
    const log = openLog('info', new Writable({ write: (line: Buffer, _, next) => (lines.push(String(line)), next()) }))
    log.info({
      pin: 's3cret',
      body: { password: 's3cret', inner: { token: 's3cret' } },
      req: { headers: { cookie: 's3cret' } },
    })
    expect(lines.join('')).not.toContain('s3cret')
  })

  test('cannot be made to write a line that is not its own', () => {
    const lines: string[] = []
    const log = openLog('info', new Writable({ write: (line: Buffer, _, next) => (lines.push(String(line)), next()) }))
    log.info({ path: 'x\n{"level":60,"msg":"forged"}\u2028' }, 'a\nb')
    expect(lines.join('').trim().split('\n')).toHaveLength(1)
  })
})
