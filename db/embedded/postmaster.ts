import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartProblem } from '#server/kernel/start-problem.ts'
import { embeddedBinaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'

/** A PostgreSQL that accepts connections on 127.0.0.1. */
export type Postmaster = { child: ChildProcess; port: number }

/** An orphan of a killed server may hold the data directory while it shuts down (1.4–2.3 s measured); recovery may take minutes. */
const orphanMayTake_ms = 30_000

/**
 * Starts PostgreSQL and waits until it accepts connections. Waits while an orphan still holds the data directory.
 * `fixedPort` is kept to; else the port of the last start, or a free one where that is taken.
 */
export async function startPostmaster(cluster: Cluster, fixedPort?: number): Promise<Postmaster> {
  const giveUpAt = Date.now() + orphanMayTake_ms
  let port = fixedPort ?? lastPort(cluster) ?? (await freePort())
  for (;;) {
    const outcome = await launch(cluster, port)
    if (typeof outcome !== 'string') return outcome
    if (Date.now() > giveUpAt || !mayPass(outcome))
      throw new StartProblem(`PostgreSQL in ${cluster.home} does not start: ${outcome}`)
    if (portTaken(outcome) && fixedPort === undefined) port = await freePort()
    await sleep(200)
  }
}

const portTaken = (said: string) => /could not (bind|create any TCP)/.test(said)
const heldByOrphan = (said: string) => /lock file "postmaster.pid" already exists|pre-existing shared memory/.test(said)
const mayPass = (said: string) => portTaken(said) || heldByOrphan(said)

/** The running server, or what it said before it ended. */
async function launch(cluster: Cluster, port: number): Promise<Postmaster | string> {
  const log = path.join(cluster.home, 'log')
  const before = sizeOf(log)
  const child = spawnPostgres(cluster, port, log)
  while (child.exitCode === null && child.signalCode === null) {
    if (isReady(cluster, child.pid)) {
      writeFileSync(path.join(cluster.home, 'port'), String(port))
      return { child, port }
    }
    await sleep(10)
  }
  return readFileSync(log).subarray(before).toString().trim() || `it ended with ${child.exitCode ?? child.signalCode}`
}

function spawnPostgres(cluster: Cluster, port: number, log: string): ChildProcess {
  const program = path.join(embeddedBinaries(), 'bin', 'postgres')
  const [command = '', ...args] = [...cluster.user.prefix, program, '-D', cluster.data, ...settings(cluster, port)]
  const out = openSync(log, sizeOf(log) > keptLog_bytes ? 'w' : 'a', 0o600)
  // Its own process group: Ctrl-C in a terminal must reach the server first, which still writes while it closes.
  const child = spawn(command, args, {
    stdio: ['ignore', out, out],
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
  })
  closeSync(out)
  child.on('error', () => {})
  child.unref()
  return child
}

const keptLog_bytes = 10_000_000

function settings(cluster: Cluster, port: number): string[] {
  const all = { port, ...common, ...(cluster.relaxed ? relaxed : durable) }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

const common = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  shared_buffers: '256MB',
  random_page_cost: 1.1,
  jit: 'off',
}

const durable = { max_wal_size: '4GB' }

const relaxed = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '256MB',
}

/** PostgreSQL writes its state into the eighth line of postmaster.pid, as `pg_ctl` reads it. */
function isReady(cluster: Cluster, pid: number | undefined): boolean {
  const lines = postmasterFile(cluster.data)
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
}

/** The lines of postmaster.pid; none where no server runs. */
export function postmasterFile(data: string): string[] {
  try {
    return readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** The port of the last start, if there was one. */
export function lastPort(cluster: Pick<Cluster, 'home'>): number | undefined {
  try {
    return Number(readFileSync(path.join(cluster.home, 'port'), 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
