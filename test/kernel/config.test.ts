import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { format } from 'prettier'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '#server/kernel/config.ts'
import { configurationPage } from './configuration-page.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('settings', () => {
  test('an empty environment gives a server for this machine only, on the embedded database', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: './data',
      databaseUrl: undefined,
      trustProxy: false,
      sessionIdle_min: 30,
      sessionAbsolute_h: 12,
      logLevel: 'info',
      outsideHosts: [],
      outsidePrivate: false,
      outsideTimeout_s: 10,
      timestampUrl: undefined,
      archiveRenewal_days: 90,
      pkcs11Module: undefined,
      remoteSigningUrl: undefined,
      remoteSigningClient: undefined,
      remoteSigningSecret: undefined,
      signingAgentUrl: undefined,
      demo: false,
    })
  })

  test('an empty text counts as unset, as Compose files leave it', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  test('a secret may stand in a file', () => {
    const file = path.join(folder, 'database-url')
    writeFileSync(file, 'postgres://u:p@db/ecabinet\n')
    expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://u:p@db/ecabinet')
  })

  test.each([
    [{ PUBLIC_URL: 'https://ecabinet.angiang.gov.vn/' }, 'publicUrl', 'https://ecabinet.angiang.gov.vn'],
    [{ PORT: '0' }, 'port', 0],
    [{ DEMO: 'yes' }, 'demo', true],
    [{ TRUST_PROXY: '1' }, 'trustProxy', true],
    [{ LOG_LEVEL: 'silent' }, 'logLevel', 'silent'],
  ] as const)('%j', (env, key, value) => {
    expect(readConfig(env)[key]).toBe(value)
  })

  test.each([
    [{ PORT: 'abc' }, /^PORT=abc .*whole number from 0 to 65535; or leave it unset for 3000\.$/],
    [{ PORT: '65536' }, /^PORT=65536 /],
    [{ PORT: '-1' }, /^PORT=-1 /],
    [{ PORT: '0x50' }, /^PORT=0x50 /],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL=loud .*one of fatal, error/],
    [{ DEMO: 'maybe' }, /^DEMO=maybe .*true or false/],
    [{ PUBLIC_URL: 'ecabinet.angiang.gov.vn' }, /^PUBLIC_URL=/],
    [{ PUBLIC_URL: 'https://a.vn/path' }, /without a path/],
    [{ PUBLIC_URL: 'ftp://a.vn' }, /^PUBLIC_URL=/],
    [{ DATABASE_URL: 'mysql://u:hidden@h/d' }, /^DATABASE_URL cannot be used: .*postgres:\/\//],
    [{ DATABASE_URL: 'postgres://u:hidden@h' }, /^DATABASE_URL cannot/],
    [{ DATABASE_URL: 'postgres://h/d', DATABASE_URL_FILE: '/x' }, /^DATABASE_URL and DATABASE_URL_FILE are both set/],
    [{ DATABASE_URL_FILE: '/nowhere/at/all' }, /^DATABASE_URL_FILE=\/nowhere\/at\/all cannot be read \(ENOENT\)/],
    [{ SESSION_IDLE_MINUTES: '1.5' }, /^SESSION_IDLE_MINUTES=1.5 /],
  ])('%j stops the start', (env, line) => {
    const problem = problemOf(env)
    expect(problem).toMatch(line)
    expect(problem).not.toContain('\n')
    expect(problem).not.toContain('hidden')
  })

  test('docs/CONFIGURATION.md is what the code reads', async () => {
    const page = await format(configurationPage(), { parser: 'markdown', printWidth: 120 })
    await expect(page).toMatchFileSnapshot('../../docs/CONFIGURATION.md')
  })
})

function problemOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    return (error as Error).message
  }
  return 'no problem'
}
