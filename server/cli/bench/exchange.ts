import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, sql } from 'drizzle-orm'
import { arrivals } from '#db/documents/arrivals.schema.ts'
import { deliveries } from '#db/exchange/schema.ts'
import type { House } from '#server/kernel/house.ts'
import { inBenchHouse } from './bench-house.ts'
import { type Bench, median } from './figure.ts'
import { openLetterRoad } from './letter-road.ts'

const sizes = {
  full: { agencies: 200, recipients: 190, letters: 3 },
  small: { agencies: 43, recipients: 5, letters: 1 },
}

/** One letter to many recipients: from the clerk's act of issuing to the last entry on a receiving desk, by the jobs as they run. */
export const exchangeBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const { agencies, recipients, letters } = sizes[scale]
    const road = await openLetterRoad(bench, agencies)
    const took = { issue: [] as number[], all: [] as number[], cpu: [] as number[] }
    let twice = 0
    for (let n = 0; n < letters; n += 1) {
      const laid = await road.laidBeforeSigner(road.tree.slice(1, 1 + recipients))
      const sealed = await road.numberAndSeal(await road.sign(laid))
      const before = process.cpuUsage()
      const started = performance.now()
      await road.issue(sealed)
      took.issue.push(performance.now() - started)
      await untilArrived(bench.house, sealed.id, recipients)
      took.all.push(performance.now() - started)
      const { user, system } = process.cpuUsage(before)
      took.cpu.push((user + system) / 1000 / recipients)
      twice += (await arrivedAt(bench.house, sealed.id)) - recipients
    }
    const of = { case: `one letter to ${recipients} recipients`, unit: 'ms' }
    tell({ ...of, metric: 'issued after', value: median(took.issue) })
    tell({ ...of, metric: 'all arrived after', value: median(took.all) })
    tell({ ...of, metric: 'a recipient', value: median(took.all) / recipients })
    tell({ ...of, metric: 'server CPU a recipient', value: median(took.cpu) })
    tell({ ...of, metric: 'arrivals too many', value: twice, unit: 'arrivals' })
  })
}

const patience_ms = 120_000

async function untilArrived({ db }: House, documentId: string, recipients: number): Promise<void> {
  const giveUpAt = performance.now() + patience_ms
  const done = and(eq(deliveries.documentId, documentId), sql`${deliveries.status} <> 'queued'`)
  while ((await db.$count(deliveries, done)) < recipients) {
    if (performance.now() > giveUpAt) throw new Error(`not all of ${recipients} recipients have the letter`)
    await sleep(20)
  }
}

function arrivedAt({ db }: House, documentId: string): Promise<number> {
  return db.$count(arrivals, eq(arrivals.documentId, documentId))
}
