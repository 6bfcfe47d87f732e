import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { once } from 'node:events'

/** A program to run apart from the server, and what it may use at most. */
export type ConfinedProcess = {
  command: string
  args: string[]
  /** Given on standard input. */
  input?: Uint8Array | undefined
  cwd?: string
  env?: Record<string, string>
  /** Wall clock; then the whole process group is killed. */
  timeout_ms: number
  /** Private memory (`RLIMIT_DATA`), which also counts buffers outside the JavaScript heap. */
  data_bytes: number
  /** More output than this ends the run. */
  output_bytes?: number | undefined
}

/** How it ended. `overrun`: over its time, memory or output. `failed`: by itself, with an error. */
export type ConfinedEnd = { end: 'done' | 'overrun' | 'failed'; stdout: Buffer; stderr: string }

/** What this machine can hold a foreign file's parser with. Without `memory` nothing foreign is opened at all. */
export type Confinement = { memory: boolean; network: boolean }

const defaultOutput_bytes = 64 * 1024 * 1024
const memoryTrouble = /out of memory|allocation failed|failed to allocate|bad_alloc|ENOMEM|cannot allocate/iu

let probed: Promise<{ memory: boolean; unshare: string[] }> | null = null

/** Looks once which means work here: `prlimit` for memory, an own network namespace for silence. For `doctor` and the start. */
export async function confinement(): Promise<Confinement> {
  const { memory, unshare } = await probe()
  return { memory, network: unshare.length > 0 }
}

/**
 * Runs a program under a memory limit and a wall clock, without network where the system allows it, with none of the
 * server's environment. Never more at once than there are cores: others wait their turn. Kills all that it started.
 * Throws when the machine lacks `prlimit`.
 */
export async function confineProcess(run: ConfinedProcess): Promise<ConfinedEnd> {
  const means = await probe()
  if (!means.memory) throw new Error('prlimit (util-linux) is missing: foreign files cannot be opened safely')
  await takeTurn()
  try {
    const limits = [`--data=${run.data_bytes}`, '--core=0', `--cpu=${Math.ceil(run.timeout_ms / 1000) + 5}`]
    return await supervise([...means.unshare, 'prlimit', ...limits, '--', run.command, ...run.args], run)
  } finally {
    giveTurn()
  }
}

async function supervise(line: string[], run: ConfinedProcess): Promise<ConfinedEnd> {
  const { PATH } = process.env
  const child = spawn(line[0]!, line.slice(1), {
    cwd: run.cwd ?? '/',
    env: { PATH: PATH ?? '/usr/bin:/bin', LANG: 'C.UTF-8', ...run.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gathered = gather(child, run.output_bytes ?? defaultOutput_bytes)
  const timer = setTimeout(() => gathered.overrun(), run.timeout_ms)
  child.stdin.on('error', () => undefined)
  child.stdin.end(run.input)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return { ...gathered.texts(), end: endOf(code, signal, gathered) }
  } finally {
    clearTimeout(timer)
    killGroup(child)
  }
}

type Gathered = { overrun(): void; isOver(): boolean; texts(): { stdout: Buffer; stderr: string } }

function gather(child: ChildProcess, output_bytes: number): Gathered {
  const out: Buffer[] = []
  let stderr = ''
  let size_bytes = 0
  let over = false
  const overrun = () => {
    over = true
    killGroup(child)
  }
  child.stdout!.on('data', (piece: Buffer) => {
    size_bytes += piece.length
    if (size_bytes > output_bytes) overrun()
    else out.push(piece)
  })
  child.stderr!.on('data', (piece: Buffer) => (stderr = (stderr + piece.toString()).slice(-4000)))
  return { overrun, isOver: () => over, texts: () => ({ stdout: Buffer.concat(out), stderr }) }
}

/** A parser out of memory may abort, be killed, or only throw; all three are an overrun. */
function endOf(code: number | null, signal: NodeJS.Signals | null, gathered: Gathered): ConfinedEnd['end'] {
  if (code === 0 && !gathered.isOver()) return 'done'
  const aborted = signal !== null || (code !== null && code > 128)
  return gathered.isOver() || aborted || memoryTrouble.test(gathered.texts().stderr) ? 'overrun' : 'failed'
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

const places = Math.max(1, availableParallelism())
let running = 0
const waiting: (() => void)[] = []

async function takeTurn(): Promise<void> {
  if (running < places) running += 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
}

function giveTurn(): void {
  const next = waiting.shift()
  if (next) next()
  else running -= 1
}

function probe(): Promise<{ memory: boolean; unshare: string[] }> {
  probed ??= (async () => {
    const memory = await works(['prlimit', '--data=1000000000', '--', 'true'])
    const ways = [
      ['unshare', '--net', '--user', '--map-root-user', '--'],
      ['unshare', '--net', '--'],
    ]
    for (const unshare of ways) if (await works([...unshare, 'true'])) return { memory, unshare }
    return { memory, unshare: [] }
  })()
  return probed
}

function works([command, ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(command!, args, { timeout: 5000 }, (error) => resolve(error === null)))
}
