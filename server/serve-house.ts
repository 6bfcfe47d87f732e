import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { batchesAtRest } from '#server/documents/door.ts'
import { aliveSessions, forgetPast, identify } from '#server/identity/door.ts'
import type { House } from '#server/kernel/house.ts'
import { startJobs } from '#server/kernel/jobs.ts'
import { sealJournal } from '#server/kernel/journal-seal.ts'
import { listenForEvents } from '#server/kernel/live-events.ts'
import { openSockets } from '#server/kernel/sockets.ts'
import { keepSigningReady } from '#server/signing/door.ts'
import { createApp } from './app.ts'
import { jobWorkers, topicRules } from './wiring.ts'

const hour_ms = 3_600_000

/** Serves the house: HTTP, the live line, the jobs and the daily seal. `close` lets running requests end. */
export async function serveHouse(house: House): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, publicUrl } = house.config
  const origins = publicUrl === undefined ? [] : [new URL(publicUrl).origin]
  const app = createApp(house, origins)
  const server = await listen(app.fetch, { hostname: host, port })
  const sockets = openSockets(server, {
    house,
    topics: topicRules,
    origins,
    identify: (cookie) => identify(house, cookie),
    aliveSessions: (ids) => aliveSessions(house, ids),
  })
  const events = await listenForEvents(house.sql, house.db, sockets)
  const jobs = await startJobs(house, jobWorkers)
  const signing = keepSigningReady()
  const seal = () => void sealJournal(house).catch((error: unknown) => house.log.warn({ error }, 'journal not sealed'))
  seal()
  const sealing = setInterval(seal, hour_ms)
  const forget = () =>
    void forgetPast(house).catch((error: unknown) => house.log.warn({ error }, 'ended sessions kept'))
  const forgetting = setInterval(forget, hour_ms)
  return {
    url:
      publicUrl ??
      `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      clearInterval(sealing)
      clearInterval(forgetting)
      await jobs.stop()
      await batchesAtRest(house, { stop: true })
      signing.end()
      await events.unlisten()
      await sockets.close()
    },
  }
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], at: { hostname: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, ...at }, () => resolve(server as Server)) as Server
    server.once('error', reject)
  })
}
