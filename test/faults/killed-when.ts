import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { ServerProcess } from './server-process.ts'

/** Looks again and again until `moment` is there; a minute without it is a failure. */
export async function until(moment: () => Promise<boolean>): Promise<void> {
  const from = performance.now()
  while (!(await moment())) {
    if (performance.now() - from > 60_000) throw new Error('the moment never came')
    await sleep(2)
  }
}

/** Sends a request, kills the server without warning once the moment has come, and waits until the request is broken off. */
export async function killedWhen(
  server: Pick<ServerProcess, 'kill'>,
  request: () => Promise<unknown>,
  moment: () => Promise<unknown>,
): Promise<void> {
  const broken = request().catch(() => null)
  await moment()
  await server.kill()
  await broken
}

/** A lock that a test holds so that the server stops exactly where it wants the same. */
export type Held = {
  /** Resolves when somebody waits for it. */
  wanted(): Promise<void>
  /** Lets whoever waits go on. */
  release(): Promise<void>
  /** After a kill: what the dead server's connections have begun is rolled back, as PostgreSQL does once it notices. */
  end(): Promise<void>
}

/** Takes a lock in a transaction of its own and keeps it. */
export async function hold(sql: Sql, lock: (tx: Sql) => Promise<unknown>): Promise<Held> {
  const own = await sql.reserve()
  await own`begin`
  await lock(own)
  const [{ pid }] = (await own`select pg_backend_pid() as pid`) as unknown as [{ pid: number }]
  const waiting = async () => sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and ${pid} = any(pg_blocking_pids(pid))`
  const release = async () => {
    await own`rollback`
    own.release()
  }
  return {
    wanted: () => until(async () => (await waiting()).length > 0),
    release,
    async end() {
      for (const { pid: dead } of await waiting()) await sql`select pg_terminate_backend(${dead}, 5000)`
      await release()
    },
  }
}
