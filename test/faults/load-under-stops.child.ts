import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'

/*
 * A process of its own that keeps a pool busy while the test beside it stops PostgreSQL. Of its own, so that a driver that ends the
 * process ends this one, and the test sees it. Speaks over IPC: told 'report' it answers what it saw.
 */

/** What the load saw so far; `oldestWait_ms` is the age of the oldest query still without an answer. */
export type LoadReport = { done: number; failed: number; strays: number; oldestWait_ms: number; heard: number }

const { sql, close } = openDatabase(process.argv[2] ?? '', { max: 10 })
const seen = { done: 0, failed: 0, heard: 0 }
const waiting = new Map<number, number>()
let stopping = false

await sql`create table if not exists strays (id int)`
await sql.listen('load', () => void seen.heard++)
for (let id = 0; id < 150; id++) void repeat(id, kinds()[id % 5]!)
process.on('message', (word) => void (word === 'report' ? report() : end()))
process.send?.('ready')

function kinds(): (() => Promise<unknown>)[] {
  return [
    () => sql`select ${1}::int`,
    () => sql`select ${'x'.repeat(2000)}::text`,
    () => sql`select pg_notify('load', 'x')`,
    inTransaction,
    () => sql`select count(*) from generate_series(1, 1000)`,
  ]
}

/** Goes on after its connection was lost, as careless code does; what it then writes must reach nobody. */
function inTransaction(): Promise<unknown> {
  return sql.begin(async (tx) => {
    const [first] = await Promise.allSettled([tx`select pg_sleep(0.002)`])
    if (first.status === 'fulfilled') return
    await sleep(300)
    await tx`insert into strays values (1)`
  })
}

async function repeat(id: number, once: () => Promise<unknown>): Promise<void> {
  while (!stopping) {
    waiting.set(id, performance.now())
    await once().then(
      () => seen.done++,
      () => seen.failed++,
    )
    waiting.delete(id)
    await sleep(2)
  }
}

async function report(): Promise<void> {
  const asked = performance.now()
  waiting.set(-1, asked)
  const rows = await sql<{ n: number }[]>`select count(*) as n from strays`.catch(() => null)
  waiting.delete(-1)
  const oldestWait_ms = Math.max(0, ...[...waiting.values()].map((since) => performance.now() - since))
  process.send?.({ ...seen, strays: rows?.[0]?.n ?? -1, oldestWait_ms } satisfies LoadReport)
}

async function end(): Promise<void> {
  stopping = true
  await close()
  process.exit(0)
}
