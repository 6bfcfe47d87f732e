import type { StartedProcess } from './started-process.ts'

/** Processes of one script that wait for work. */
export type Spares = {
  /** One of them, which is no longer waited with; it may have ended meanwhile. */
  take(): Promise<StartedProcess | undefined>
  /** Starts as many as are missing. */
  fill(): void
  /** Ends those that wait and starts no more. */
  end(): void
}

const shelf = new Map<string, Spares>()

/** The spares of a script, where some are kept. */
export const sparesOf = (script: URL): Spares | undefined => shelf.get(script.href)

/** Keeps so many spares of a script until they are ended. Who cannot be started is not waited for. */
export function keepSpares(script: URL, count: number, start: () => Promise<StartedProcess>): Spares {
  const waiting: Promise<StartedProcess | undefined>[] = []
  let wanted = count
  const spares: Spares = {
    take: async () => waiting.shift(),
    fill() {
      while (waiting.length < wanted) waiting.push(start().catch(() => undefined))
    },
    end() {
      wanted = 0
      if (shelf.get(script.href) === spares) shelf.delete(script.href)
      for (const one of waiting.splice(0)) void one.then((started) => started?.end())
    },
  }
  shelf.set(script.href, spares)
  spares.fill()
  return spares
}
