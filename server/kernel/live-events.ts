import { eq, sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { largeEvents } from '#db/kernel/schema.ts'
import type { Database, Tx } from './house.ts'

const channel = 'ecabinet_events'
/** PostgreSQL refuses NOTIFY payloads of 8000 bytes and more. */
const notifyLimit_bytes = 7800

/**
 * Something that screens should hear of. A topic is one live thing (`agency:<id>`, `post:<id>`, `meeting:<id>`).
 * With `classes` only those audience classes of the topic get the payload; every other class in `otherClasses` gets an
 * empty tick with the same `seq`, so that nobody can mistake a hidden event for a lost one.
 */
export type LiveEvent = {
  topic: string
  type: string
  payload: Record<string, unknown>
  seq?: number
  epoch?: string
  classes?: string[]
  otherClasses?: string[]
}

/**
 * Announces events inside the transaction: PostgreSQL delivers them to every server process if and only if it commits,
 * in the order of the commits. Delivery to a screen is best effort; screens heal gaps by `seq` or by refetching.
 */
export async function announce(tx: Tx, events: LiveEvent[], at: Date): Promise<void> {
  if (events.length === 0) return
  const payloads: string[] = []
  for (const event of events) {
    const text = JSON.stringify(event)
    const small = Buffer.byteLength(text) < notifyLimit_bytes
    payloads.push(small ? text : JSON.stringify({ large: await keepLarge(tx, event, at) }))
  }
  await tx.execute(sql`select pg_notify(${channel}, payload)
    from json_array_elements_text(${JSON.stringify(payloads)}::json) as told (payload)`)
}

async function keepLarge(tx: Tx, event: LiveEvent, at: Date): Promise<number> {
  const [row] = await tx.insert(largeEvents).values({ event, at }).returning({ id: largeEvents.id })
  return row!.id
}

/** What receives events in a server process: the sockets, and in tests a list. */
export type LiveEventSink = {
  publish(event: LiveEvent): void
  /** The line to the database was cut and is back: what happened meanwhile is unknown, so screens must catch up. */
  resync(): void
}

/** Listens until `unlisten` is called. Events are handed on one after the other, in commit order. */
export async function listenForEvents(
  pg: Sql,
  db: Database,
  sink: LiveEventSink,
): Promise<{ unlisten: () => Promise<void> }> {
  let queue = Promise.resolve()
  let first = true
  const onEvent = (text: string) => {
    queue = queue.then(async () => {
      const event = await readEvent(db, text)
      if (event) sink.publish(event)
    })
    queue = queue.catch(() => sink.resync())
  }
  const onListening = () => {
    if (!first) sink.resync()
    first = false
  }
  return pg.listen(channel, onEvent, onListening)
}

async function readEvent(db: Database, text: string): Promise<LiveEvent | null> {
  const value = JSON.parse(text) as LiveEvent | { large: number }
  if (!('large' in value)) return value
  const [row] = await db.select().from(largeEvents).where(eq(largeEvents.id, value.large))
  return (row?.event as LiveEvent | undefined) ?? null
}
