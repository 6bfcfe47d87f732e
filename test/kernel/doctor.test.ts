import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import type { Finding } from '#server/cli/doctor-findings.ts'
import { databaseUrl } from '#test/support/database.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-doctored-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Outcome = { status: number; findings: Record<string, Finding> }

/** Runs the command as people do, in a process of its own, with nothing but these settings. */
function doctor(env: Record<string, string>): Promise<Outcome> {
  const whole = { PATH: process.env['PATH'] ?? '', DATA_DIR: path.join(folder, 'none'), ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/cli/ecabinet.ts', 'doctor', '--json'], { env: whole }, (error, stdout) => {
      const list = JSON.parse(stdout) as Finding[]
      resolve({ status: Number(error?.code ?? 0), findings: Object.fromEntries(list.map((one) => [one.name, one])) })
    })
  })
}

test('on this machine nothing is red, and looking leaves nothing behind', async () => {
  const { status, findings } = await doctor({})
  expect(Object.values(findings).filter(({ state }) => state === 'bad')).toEqual([])
  expect(Object.keys(findings)).toEqual(expect.arrayContaining(['Node', 'driver', 'database', 'disk', 'clock', 'time']))
  expect(findings['database']?.what).toMatch(/^PostgreSQL 18.* \(embedded, not made yet/)
  expect(status).toBe(0)
  expect(existsSync(path.join(folder, 'none'))).toBe(false)
})

test('a wrong setting is red and says which', async () => {
  const { status, findings } = await doctor({ PORT: 'eighty' })
  expect(status).toBe(1)
  expect(findings['settings']).toMatchObject({ state: 'bad', what: expect.stringMatching(/^PORT=eighty /) })
})

test('a data folder that cannot be written is red', async () => {
  const { status, findings } = await doctor({ DATA_DIR: '/proc/ecabinet', DATABASE_URL: inject('testServer') })
  expect(status).toBe(1)
  expect(findings['DATA_DIR']?.state).toBe('bad')
})

test('tools that are not there: red without confinement, yellow without LibreOffice', async () => {
  const { status, findings } = await doctor({ PATH: folder, DATABASE_URL: inject('testServer') })
  expect(status).toBe(1)
  expect(findings['confinement']).toMatchObject({ state: 'bad', what: expect.stringContaining('prlimit') })
  expect(findings['LibreOffice']).toMatchObject({ state: 'warning', fix: expect.stringContaining('apt-get install') })
})

test('a database that does not answer, or does not know Vietnamese, is red with its fix', async () => {
  const silent = await doctor({ DATABASE_URL: 'postgres://127.0.0.1:1/ecabinet' })
  expect(silent.findings['database']).toMatchObject({ state: 'bad', what: expect.stringContaining('ECONNREFUSED') })
  const admin = openDatabase(inject('testServer'), { max: 1 })
  await admin.sql.unsafe(`CREATE DATABASE doctor_ascii TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'`)
  await admin.close()
  const ascii = await doctor({ DATABASE_URL: databaseUrl(inject('testServer'), 'doctor_ascii') })
  expect(ascii.status).toBe(1)
  expect(ascii.findings['database']).toMatchObject({ what: expect.stringContaining("lower('Đ')") })
})
