import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from './bench-house.ts'
import { openConnections, send } from './call.ts'
import { type Bench, median } from './figure.ts'

const sizes = { full: { cold: 3, warm: 5 }, small: { cold: 1, warm: 1 } }

/** When the first page and the first signed-in answer came, and what the served demo holds then. */
type Started = { page_ms: number; session_ms: number; memory_bytes: number }

/**
 * `ecabinet demo` from nothing (no database, no keys) and once more: from the start of the command to the first 200 of `/`, and of
 * `/api/session` for an account that logs in. The web client is built before: see the case of its own.
 */
export const startupBench: Bench = async (scale, tell) => {
  tell({ case: 'building the web client', metric: 'p50', unit: 'ms', value: await buildOnce() })
  const [cold, warm] = [[] as Started[], [] as Started[]]
  for (let round = 0; round < sizes[scale].cold; round += 1) {
    const folder = await temporaryFolder()
    cold.push(await startDemo(folder.path))
    if (round === 0) for (let again = 0; again < sizes[scale].warm; again += 1) warm.push(await startDemo(folder.path))
    folder.remove()
  }
  for (const [name, starts] of Object.entries({ cold, warm })) {
    const of = { case: `${name} start of the demo`, unit: 'ms' }
    tell({ ...of, metric: 'first page', value: median(starts.map(({ page_ms }) => page_ms)) })
    tell({ ...of, metric: 'first signed-in answer', value: median(starts.map(({ session_ms }) => session_ms)) })
    const memory_bytes = median(starts.map((start) => start.memory_bytes))
    tell({ ...of, metric: 'server memory', unit: 'MiB', value: memory_bytes / 2 ** 20 })
  }
}

/** Into a folder of its own, so that the client that is being served stays as it is. */
async function buildOnce(): Promise<number> {
  const folder = await temporaryFolder()
  const started = performance.now()
  const root = join(import.meta.dirname, '../../..')
  const args = [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'web/vite.config.ts',
    '--logLevel',
    'error',
  ]
  const child = spawn(process.execPath, [...args, '--outDir', folder.path, '--emptyOutDir'], {
    cwd: root,
    stdio: 'ignore',
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  folder.remove()
  if (code !== 0) throw new Error(`vite build ended with ${String(code)}`)
  return performance.now() - started
}

async function startDemo(dataDir: string): Promise<Started> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' }
  const cli = join(import.meta.dirname, '../ecabinet.ts')
  const child = spawn(process.execPath, [cli, 'demo', '--json'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    await until200(url, '/', '')
    const page_ms = performance.now() - started
    const cookie = await logIn(url, dataDir)
    await until200(url, '/api/session', cookie)
    return { page_ms, session_ms: performance.now() - started, memory_bytes: residentMemory(child.pid!) }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

const patience_ms = 90_000

async function until200(url: string, path: string, cookie: string): Promise<void> {
  const agent = openConnections(1)
  const giveUpAt = performance.now() + patience_ms
  while (performance.now() < giveUpAt) {
    const answer = await send(url, agent, { method: 'GET', path, cookie }).catch(() => null)
    if (answer?.status === 200) return agent.destroy()
    await sleep(10)
  }
  throw new Error(`no 200 of ${path} within ${patience_ms} ms`)
}

async function logIn(url: string, dataDir: string): Promise<string> {
  const { password } = JSON.parse(readFileSync(join(dataDir, 'demo-secrets.json'), 'utf8')) as { password: string }
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const body = JSON.stringify({ userName: 'vanthu', password })
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body })
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** What the process holds in memory now, as Linux counts it. */
function residentMemory(pid: number): number {
  const kB = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kB ?? NaN) * 1024
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
