import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartProblem } from '#server/kernel/start-problem.ts'

/** A process that was just killed holds its names a moment longer and answers nobody. */
const dyingMayTake_ms = 5000

/**
 * Takes a data directory for this process, or refuses and names the process that has it.
 * The lock is a socket name in the kernel (Linux's abstract namespace), not a file: it is gone with its holder, even by kill -9, so no
 * stale lock has to be judged. `secret` names the directory; nobody else can guess and squat it.
 */
export async function lockDirectory(secret: string): Promise<{ release(): void }> {
  const name = `\0ecabinet-${createHash('sha256').update(secret).digest('hex')}`
  const giveUpAt = Date.now() + dyingMayTake_ms
  for (;;) {
    const release = await take(name)
    if (release) return { release }
    const pid = await holder(name)
    if (pid || Date.now() > giveUpAt) throw new DirectoryInUse(pid || 'unknown')
    await sleep(50)
  }
}

/** Answers how to give the name back, or null where somebody has it. */
async function take(name: string): Promise<(() => void) | null> {
  const server = createServer((socket) => socket.end(String(process.pid)))
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(name, resolve))
  } catch {
    return null
  }
  server.unref()
  return () => void server.close()
}

/** Another live process has the data directory. */
export class DirectoryInUse extends StartProblem {
  constructor(pid: string) {
    super(`DATA_DIR is in use by another eCabinet (process ${pid}). Stop it first, or give this one its own DATA_DIR.`)
    this.name = 'DirectoryInUse'
  }
}

/** The process that has the name; '' where it does not answer. */
function holder(name: string): Promise<string> {
  return new Promise((resolve) => {
    let pid = ''
    const socket = connect(name)
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', (text) => (pid += text.toString()))
    socket.on('error', () => {})
    socket.on('close', () => resolve(pid))
  })
}
