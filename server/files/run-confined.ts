import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '#server/kernel/refusal.ts'
import { scriptToRun } from './built-script.ts'
import { type ConfinedProcess, confineProcess, startConfined } from './confine-process.ts'
import { keepSpares, type Spares, sparesOf } from './spare-processes.ts'
import type { ConfinedInput } from './started-process.ts'

/** A script of our own that opens a foreign file. */
export type ConfinedScript = {
  /** URL of the script: `new URL('./inspect-file.child.ts', import.meta.url)`. */
  script: URL
  args?: string[]
  /** Given to the script on standard input. */
  input?: ConfinedInput
  /** Paths the script may read besides the program itself. It may write nothing and start nothing. */
  readable?: string[]
  timeout_ms: number
  /** What the script may take beyond the bare runtime. */
  data_bytes: number
  /** More output than this ends the run; 64 MB unless told. */
  output_bytes?: number
}

/**
 * Address space that Node 24 itself maps writable before a script's first line: 512 MB are V8's reservation for machine
 * code, of which almost nothing is ever touched, but `RLIMIT_DATA` counts it.
 */
const runtime_bytes = 640_000_000

const root = join(import.meta.dirname, '../..')

/**
 * Runs a script in a process of its own that cannot outgrow `data_bytes` nor outlive `timeout_ms`, reads only what it is
 * lent and has no network. Refuses `file_too_heavy` when it hits a limit and `file_unreadable` when it fails; the
 * server's own memory never holds what the script holds. Answers with what the script wrote on standard output.
 */
export async function runConfined(run: ConfinedScript): Promise<{ stdout: Buffer }> {
  const spares = run.readable ? undefined : sparesOf(run.script)
  const { end, stdout } = await confineProcess({ ...lineOf(run), input: run.input }, await spares?.take())
  spares?.fill()
  if (end === 'overrun') refuse('invalid', 'file_too_heavy')
  if (end === 'failed') refuse('invalid', 'file_unreadable')
  return { stdout }
}

/** A script that gets everything on standard input, so that its process can be started before there is any. */
export type ReadyScript = Omit<ConfinedScript, 'args' | 'input' | 'readable'>

/**
 * Keeps so many processes of a script started and waiting, each for one run: to load the script takes longer than to judge a letter
 * with it. From now on {@link runConfined} takes one where it can. `end` ends them.
 */
export function keepReady(script: ReadyScript, count: number): Pick<Spares, 'end'> {
  return keepSpares(script.script, count, () => startConfined(lineOf(script)))
}

/** How a script is started; what it is lent is part of the line. */
function lineOf(run: Omit<ConfinedScript, 'input'>): Omit<ConfinedProcess, 'input'> {
  const program = ['server', 'node_modules', 'package.json'].map((part) => join(root, part))
  const script = scriptToRun(run.script)
  const reads = [...program, script, ...(run.readable ?? [])].flatMap(bothNames)
  return {
    command: process.execPath,
    args: ['--permission', ...reads, '--no-warnings', script, ...(run.args ?? [])],
    timeout_ms: run.timeout_ms,
    data_bytes: runtime_bytes + run.data_bytes,
    output_bytes: run.output_bytes,
  }
}

/** Node compares paths as they are written, and behind a link a path has two names. */
const bothNames = (path: string) => [...new Set([path, realpathSync(path)])].map((name) => `--allow-fs-read=${name}`)
