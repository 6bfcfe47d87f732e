import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-start-'))
const taken = createServer().listen(0, '127.0.0.1')
await once(taken, 'listening')
const takenPort = String((taken.address() as AddressInfo).port)
afterAll(() => {
  taken.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the server says when it is started with nothing but these settings, and its exit status. */
function start(env: Record<string, string>): Promise<{ status: unknown; said: string }> {
  const whole = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, LOG_LEVEL: 'silent', ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/main.ts'], { env: whole }, (error, _, said) =>
      resolve({ status: error?.code, said }),
    )
  })
}

test.each([
  ['a wrong setting', { PORT: 'eighty' }, /PORT=eighty cannot be used: .* 0 to 65535/],
  [
    'a database that is away',
    { DATABASE_URL: 'postgres://127.0.0.1:1/ecabinet' },
    /ECONNREFUSED.*Fix: check DATABASE_URL/,
  ],
  ['a database that does not exist', { DATABASE_URL: 'none' }, /"none" does not exist.*Fix: check DATABASE_URL/],
  ['a port that is taken', { PORT: takenPort }, /address is taken .*set PORT/],
])('%s stops the start with one line', async (_, settings, line) => {
  const env: Record<string, string> = { ...settings }
  if (env['DATABASE_URL'] === 'none') env['DATABASE_URL'] = inject('testServer').replace(/[^/]*$/, 'none')
  const { status, said } = await start(env)
  expect(said.trim().split('\n')).toEqual([expect.stringMatching(line)])
  expect(said).toMatch(/^eCabinet cannot start: /)
  expect(status).toBe(78)
})
