import { keepWorkerReady } from './key-holders/p12-holder.ts'
import { keepTasksReady } from './signing-task.ts'

/** One process prepares a signature, one verifies what came of it. */
const tasksOfOneSigning = 2

/**
 * Keeps everything started that the next signature needs, until ended: who signs then waits for the signing, not for runtimes to
 * load. Each process and worker still serves one file or one key and is gone. For the server; nothing depends on it.
 */
export function keepSigningReady(): { end(): void } {
  const kept = [keepTasksReady(tasksOfOneSigning), keepWorkerReady()]
  return { end: () => kept.forEach((one) => one.end()) }
}
