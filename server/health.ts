import { Hono } from 'hono'
import { sql } from 'drizzle-orm'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { House } from '#server/kernel/house.ts'
import type { Env } from '#server/kernel/http.ts'
import { waitingArchiveCopies } from '#server/signing/door.ts'

/** One registry a process; rooms add their own counters to it. */
export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

/** What is counted anew at each look. Without a database there is no figure, and the others are still given. */
function ofThisHouse(house: House): Registry {
  const registry = new Registry()
  new Gauge({
    name: 'ecabinet_archive_copies_waiting',
    help: 'Archive copies that wait for a time-stamp or revocation service',
    registers: [registry],
    async collect() {
      const found = await waitingArchiveCopies(house.db).catch(() => null)
      this.set(found?.waiting ?? Number.NaN)
    },
  })
  return registry
}

/**
 * `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: for a collector on this machine only,
 * never through a proxy, to whose neighbour everybody looks local.
 */
export function health(house: House) {
  const own = ofThisHouse(house)
  return new Hono<Env>()
    .get('/healthz', (c) => c.json({ alive: true }))
    .get('/readyz', async (c) => {
      const database = await house.db.execute(sql`select 1`).then(
        () => true,
        () => false,
      )
      return c.json({ ready: database, database }, database ? 200 : 503)
    })
    .get('/metrics', async (c) => {
      const passedOn = ['forwarded', 'x-forwarded-for', 'via'].some((name) => c.req.header(name) !== undefined)
      if (passedOn || !isLocal(c.env)) return c.json({ error: 'local only' }, 403)
      return c.text(`${await metrics.metrics()}\n${await own.metrics()}`, 200, { 'content-type': metrics.contentType })
    })
}

/** True for a request from this machine itself, or one without a socket (a test). */
function isLocal(env: unknown): boolean {
  const incoming = (env as { incoming?: { socket: { remoteAddress?: string } } } | undefined)?.incoming
  const address = incoming?.socket.remoteAddress
  return address === undefined || address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
}
