import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { top } from '#test/architecture/source-tree.ts'

/** What `ecabinet demo --json` says when it is open. */
export type Demo = { url: string; password: string; pin: string; dataDir: string }

/** The demo as a newcomer starts it, in a process and a data folder of its own. `kill` is SIGKILL; `start` opens it again. */
export class DemoServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-journey-'))
  #process: ChildProcess | undefined
  #port = '0'

  async start(): Promise<Demo> {
    const env = { ...process.env, DATA_DIR: this.dataDir, PORT: this.#port, LOG_LEVEL: 'error' }
    const child = spawn(process.execPath, ['server/cli/ecabinet.ts', 'demo', '--json'], {
      cwd: top,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#process = child
    const line = await firstLine(child)
    const demo = JSON.parse(line) as Omit<Demo, 'dataDir'>
    this.#port = new URL(demo.url).port
    return { ...demo, dataDir: this.dataDir }
  }

  /** Ends the process without a word, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it was open`)))
  })
}
