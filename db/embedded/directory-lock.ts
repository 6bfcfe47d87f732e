import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'

/**
 * Takes a data directory for this process, or refuses and names the process that has it.
 * The lock is a socket name in the kernel (Linux's abstract namespace), not a file: it is gone the moment its holder dies, even
 * by kill -9, so no stale lock has to be judged. `secret` names the directory; nobody else can guess and squat it.
 */
export async function lockDirectory(secret: string): Promise<{ release(): void }> {
  const name = `\0ecabinet-${createHash('sha256').update(secret).digest('hex')}`
  const server = createServer((socket) => socket.end(String(process.pid)))
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(name, resolve))
  } catch {
    throw new DirectoryInUse(await holder(name))
  }
  server.unref()
  return { release: () => void server.close() }
}

/** Another live process has the data directory. */
export class DirectoryInUse extends Error {
  constructor(pid: string) {
    super(`DATA_DIR is in use by another eCabinet (process ${pid}). Stop it first, or give this one its own DATA_DIR.`)
    this.name = 'DirectoryInUse'
  }
}

function holder(name: string): Promise<string> {
  return new Promise((resolve) => {
    let pid = ''
    const socket = connect(name)
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', (text) => (pid += text.toString()))
    socket.on('error', () => {})
    socket.on('close', () => resolve(pid || 'unknown'))
  })
}
