import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type ConfinedEnd, type ConfinedInput, type StartedProcess, startProcess } from './started-process.ts'

/** A program to run apart from the server, and what it may use at most. */
export type ConfinedProcess = {
  command: string
  args: string[]
  /** Given on standard input. */
  input?: ConfinedInput | undefined
  cwd?: string
  env?: Record<string, string>
  /** Wall clock; then the whole process group is killed. */
  timeout_ms: number
  /** Private memory (`RLIMIT_DATA`), which also counts buffers outside the JavaScript heap. */
  data_bytes: number
  /** More output than this ends the run. */
  output_bytes?: number | undefined
}

/** What this machine can hold a foreign file's parser with. Without `memory` nothing foreign is opened at all. */
export type Confinement = { memory: boolean; network: boolean }

let probed: Promise<{ memory: boolean; unshare: string[] }> | null = null

/** Looks once which means work here: `prlimit` for memory, an own network namespace for silence. For `doctor` and the start. */
export async function confinement(): Promise<Confinement> {
  const { memory, unshare } = await probe()
  return { memory, network: unshare.length > 0 }
}

/**
 * Runs a program under a memory limit and a wall clock, without network where the system allows it, with none of the
 * server's environment. Never more at once than there are cores: others wait their turn. Kills all that it started.
 * `ready` is the same program, started before; it is used if it still waits. Throws when the machine lacks `prlimit`.
 */
export async function confineProcess(run: ConfinedProcess, ready?: StartedProcess): Promise<ConfinedEnd> {
  await takeTurn()
  try {
    const started = ready?.isWaiting() ? ready : await startConfined(run)
    return await started.finish(run.input)
  } finally {
    giveTurn()
  }
}

/** Starts the program under the limits of {@link confineProcess} and leaves it waiting for its input. */
export async function startConfined(run: Omit<ConfinedProcess, 'input'>): Promise<StartedProcess> {
  const means = await probe()
  if (!means.memory) throw new Error('prlimit (util-linux) is missing: foreign files cannot be opened safely')
  const limits = [`--data=${run.data_bytes}`, '--core=0', `--cpu=${Math.ceil(run.timeout_ms / 1000) + 5}`]
  return startProcess([...means.unshare, 'prlimit', ...limits, '--', run.command, ...run.args], run)
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
