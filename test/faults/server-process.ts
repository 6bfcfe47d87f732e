import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import type { AuditResult } from '#server/kernel/audit.ts'

const top = path.resolve(import.meta.dirname, '../..')

/** Where the server keeps its things: the database of the test and the data folder of the test's house; `env` is what else it is told. */
export type Ground = { databaseUrl: string; dataDir: string; env?: Record<string, string> }

/** How often a fault is repeated; more for a long night: FAULT_ROUNDS=50. */
export const rounds = Number(process.env['FAULT_ROUNDS'] ?? 2)

/** One real server process, `server/main.ts`, that can be killed without warning and started again at the same address. */
export type ServerProcess = {
  url: string
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again; resolves when it answers. */
  start(): Promise<void>
}

/** Starts a server on a free port. Call it at the top of the file: it is killed when the file is done, or its process gone. */
export async function startServer(ground: Ground): Promise<ServerProcess> {
  const port = await freePort()
  let running: ChildProcess | null = null
  const kill = async () => {
    const dying = running
    running = null
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    dying.kill('SIGKILL')
    await once(dying, 'exit')
  }
  const start = async () => {
    const child = spawn(process.execPath, [path.join(top, 'server/main.ts')], {
      env: { ...environment(ground), PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running = child
    process.once('exit', () => child.kill('SIGKILL'))
    await saysItIsOpen(child)
  }
  afterAll(kill)
  await start()
  return { url: `http://127.0.0.1:${port}`, kill, start }
}

function environment({ databaseUrl, dataDir, env }: Ground): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TZ: 'America/Los_Angeles',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ...env,
  }
}

async function saysItIsOpen(child: ChildProcess): Promise<void> {
  const lines = createInterface({ input: child.stdout! })
  for await (const line of lines) {
    if (!line.includes('eCabinet is open')) continue
    child.stdout!.resume()
    return
  }
  throw new Error(`the server ended before it was open (${child.exitCode ?? child.signalCode})`)
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  taken.close()
  await once(taken, 'close')
  return port
}

/** What `ecabinet audit verify --json` finds, run as a person would run it. */
export async function auditOf(ground: Ground): Promise<AuditResult> {
  const args = [path.join(top, 'server/cli/ecabinet.ts'), 'audit', 'verify', '--json']
  const run = promisify(execFile)(process.execPath, args, { env: environment(ground), maxBuffer: 1 << 26 })
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  return JSON.parse(stdout) as AuditResult
}

/** One person's requests, in the way of a device: a page of the house with the own session. */
export function openDevice(server: () => string, cookie: string) {
  const send = async (method: string, address: string, sent: { body?: unknown; key?: string } = {}) => {
    const answer = await fetch(`${server()}/api${address}`, {
      method,
      headers: {
        ...{ cookie, 'sec-fetch-site': 'same-origin' },
        ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(sent.key === undefined ? {} : { 'idempotency-key': sent.key }),
      },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      signal: AbortSignal.timeout(10_000),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  /**
   * Sends until an answer comes, with waits that grow and scatter: a dead server, a cut line and a server that says that its
   * database is away are asked again under the same operation id.
   */
  const sendUntilAnswered = async (method: string, address: string, sent: { body?: unknown; key: string }) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send(method, address, sent).catch(() => null)
      if (answer && answer.status < 500) return { ...answer, attempts: attempt + 1 }
      if (attempt > 60) throw new Error(`no answer to ${method} ${address} after ${attempt} attempts`)
      await sleep(Math.random() * Math.min(50 * 2 ** attempt, 1000))
    }
  }
  return { send, sendUntilAnswered }
}
export type Device = ReturnType<typeof openDevice>
