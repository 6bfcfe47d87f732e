import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuse } from '#server/kernel/refusal.ts'
import { confineProcess } from './confine-process.ts'

/** A script of our own that opens a foreign file. */
export type ConfinedScript = {
  /** URL of the script: `new URL('./inspect-file.child.ts', import.meta.url)`. */
  script: URL
  args?: string[]
  /** Given to the script on standard input. */
  input?: Uint8Array
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
  const program = ['server', 'node_modules', 'package.json'].map((part) => join(root, part))
  const script = fileURLToPath(run.script)
  const reads = [...program, script, ...(run.readable ?? [])].flatMap(bothNames)
  const { end, stdout } = await confineProcess({
    command: process.execPath,
    args: ['--permission', ...reads, '--no-warnings', script, ...(run.args ?? [])],
    input: run.input,
    timeout_ms: run.timeout_ms,
    data_bytes: runtime_bytes + run.data_bytes,
    output_bytes: run.output_bytes,
  })
  if (end === 'overrun') refuse('invalid', 'file_too_heavy')
  if (end === 'failed') refuse('invalid', 'file_unreadable')
  return { stdout }
}

/** Node compares paths as they are written, and behind a link a path has two names. */
const bothNames = (path: string) => [...new Set([path, realpathSync(path)])].map((name) => `--allow-fs-read=${name}`)
