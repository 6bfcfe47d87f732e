import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postmasterFile } from '#db/embedded/postmaster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts'
import type { LoadReport } from './load-under-stops.child.ts'

const rounds = 20
/** "Back" means that queries of every kind are answered again this long after PostgreSQL was cut down. */
const backWithin_ms = 10_000

let dataDir: string
let database: EmbeddedPostgres
let load: ChildProcess

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'ecabinet-stops-'))
  database = await startEmbeddedPostgres({ dataDir })
  load = fork(path.join(import.meta.dirname, 'load-under-stops.child.ts'), [database.url], {
    execArgv: [],
    stdio: 'inherit',
  })
  expect(await Promise.race([once(load, 'message'), once(load, 'exit')])).toEqual(['ready', undefined])
})

afterAll(async () => {
  load.kill('SIGKILL')
  await database.stop()
  await rm(dataDir, { recursive: true })
})

test('PostgreSQL is stopped under load 20 times: the process lives, nothing hangs, the service comes back', async () => {
  const backAfter_ms: number[] = []
  for (let round = 0; round < rounds; round++) backAfter_ms.push(await stopOnce())
  const last = await report()
  expect(last.strays, 'what a lost transaction still wrote reached another session').toBe(0)
  console.log(`back after ms: ${backAfter_ms.map(Math.round).join(' ')}; ${JSON.stringify(last)}`)
}, 120_000)

/** Cuts PostgreSQL down and returns how long it took until everything was answered again. */
async function stopOnce(): Promise<number> {
  const before = await report()
  const from = performance.now()
  process.kill(Number(postmasterFile(path.join(dataDir, 'cluster'))[0]), 'SIGQUIT')
  await expect.poll(() => isBack(before), { timeout: backWithin_ms, interval: 50 }).toBe(true)
  const took = performance.now() - from
  await sleep(Math.random() * 300)
  return took
}

/** Failures show that the stop was felt; done and heard show that plain queries and LISTEN work again; nobody waits from before. */
async function isBack(before: LoadReport): Promise<boolean> {
  const now = await report()
  const recovered = now.done > before.done + 500 && now.heard > before.heard + 50 && now.strays >= 0
  return now.failed > before.failed && recovered && now.oldestWait_ms < 1500
}

async function report(): Promise<LoadReport> {
  expect(load.exitCode ?? load.signalCode, 'the loaded process ended').toBeNull()
  const cancel = new AbortController()
  const { signal } = cancel
  load.send('report')
  const answer = await Promise.race([once(load, 'message', { signal }), once(load, 'exit', { signal })])
  cancel.abort()
  expect(answer, 'the loaded process ended').toEqual([expect.objectContaining({ done: expect.any(Number) }), undefined])
  return answer[0] as LoadReport
}
