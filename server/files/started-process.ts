import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What is given on standard input: bytes, or pieces as they come. */
export type ConfinedInput = Uint8Array | AsyncIterable<Uint8Array>

/** How it ended. `overrun`: over its time, memory or output. `failed`: by itself, with an error. */
export type ConfinedEnd = { end: 'done' | 'overrun' | 'failed'; stdout: Buffer; stderr: string }

/**
 * A program that was started and waits for its input. While it waits it does not keep this process alive, and it ends with it: its
 * input ends then.
 */
export type StartedProcess = {
  /** False once it has ended or got its input. */
  isWaiting(): boolean
  /** Gives it the input and waits for its end; the wall clock runs from here. */
  finish(input: ConfinedInput | undefined): Promise<ConfinedEnd>
  /** Ends it, with all that it started. */
  end(): void
}

/** Where it runs, what it sees, and what ends the run. */
export type ProcessLimits = {
  cwd?: string
  env?: Record<string, string>
  timeout_ms: number
  output_bytes?: number | undefined
}

const defaultOutput_bytes = 64 * 1024 * 1024
const memoryTrouble = /out of memory|allocation failed|failed to allocate|bad_alloc|ENOMEM|cannot allocate/iu

/** Starts a command line in a process group of its own, with none of the server's environment. */
export function startProcess([command, ...args]: string[], limits: ProcessLimits): StartedProcess {
  const { PATH } = process.env
  const child = spawn(command!, args, {
    cwd: limits.cwd ?? '/',
    env: { PATH: PATH ?? '/usr/bin:/bin', LANG: 'C.UTF-8', ...limits.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gathered = gather(child, limits.output_bytes ?? defaultOutput_bytes)
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  closed.catch(() => undefined)
  child.stdin.on('error', () => undefined)
  let waiting = true
  void closed.finally(() => (waiting = false)).catch(() => undefined)
  holdsUs(child, false)
  return {
    isWaiting: () => waiting,
    end: () => killGroup(child),
    async finish(input) {
      waiting = false
      holdsUs(child, true)
      const timer = setTimeout(() => gathered.overrun(), limits.timeout_ms)
      feed(child, input)
      try {
        const [code, signal] = await closed
        return { ...gathered.texts(), end: endOf(code, signal, gathered) }
      } finally {
        clearTimeout(timer)
        killGroup(child)
      }
    },
  }
}

/** A broken pipe is no news: how the process ended tells more. */
function feed(child: ChildProcess, input: ConfinedInput | undefined): void {
  const stdin = child.stdin!
  if (input === undefined || input instanceof Uint8Array) stdin.end(input)
  else pipeline(Readable.from(input), stdin).catch(() => killGroup(child))
}

/** Whether the child and its three pipes keep this process from ending. */
function holdsUs(child: ChildProcess, holds: boolean): void {
  for (const one of [child, child.stdin, child.stdout, child.stderr] as (ChildProcess | Socket)[]) {
    if (holds) one.ref()
    else one.unref()
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
