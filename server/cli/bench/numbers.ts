import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { openDatabase } from '#db/client.ts'
import { arrivals } from '#db/documents/arrivals.schema.ts'
import { numberBooks, numbers } from '#db/documents/schema.ts'
import { identify } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { takeNumber } from '#server/documents/number.queries.ts'
import { registerArrival } from '#server/documents/register-arrival.ts'
import { type BenchHouse, inBenchHouse } from './bench-house.ts'
import { type Bench, median, type Tell } from './figure.ts'
import { visitorOf } from './people-in-session.ts'
import { committeeId, seedWorld } from './seed-world.ts'

const sizes = { full: { rounds: 5, count: 1000 }, small: { rounds: 2, count: 20 } }
const year = 2020
/** As many as the server's pool has connections. */
const atOnce = 10

/**
 * Numbers of one book, ten writers at once: as an act takes one (a unit of work with its journal row), and as the whole act of registering
 * an arrival. Beside it the same database with nothing but `UPDATE … RETURNING` and the row under its unique key, a durable transaction
 * each. All writers of a book wait for one row, so the rate is what one commit after the other allows.
 */
export const numbersBench: Bench = async (scale, tell) => {
  await inBenchHouse(async (bench) => {
    const { rounds, count } = sizes[scale]
    const desk = await openDesk(bench)
    const raw = await openRawBook(bench)
    const rates = { taken: [] as number[], registered: [] as number[], raw: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      rates.raw.push(await rateOf(count, raw.take))
      rates.taken.push(await rateOf(count, desk.take))
      const waiting = await desk.arrive(count)
      rates.registered.push(await rateOf(count, (at) => desk.register(waiting[at]!)))
    }
    const of = { case: `one book, ${atOnce} writers`, unit: 'numbers/s' }
    const beside: [string, number] = ['UPDATE … RETURNING alone', median(rates.raw)]
    tell({ ...of, metric: 'taken in a unit of work', value: median(rates.taken), beside })
    tell({ ...of, metric: 'arrivals registered', value: median(rates.registered), beside })
    await tellGaps(bench.house, desk.bookId, 2 * rounds * count, tell)
    await raw.close()
  })
}

async function rateOf(count: number, one: (at: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const work = async () => {
    while (next < count) await one(next++)
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: atOnce }, work))
  return (count / (performance.now() - started)) * 1000
}

async function openDesk({ house }: BenchHouse) {
  await seedWorld(house)
  const actor = (await identify(house, (await visitorOf(house, 'vanthu')).cookie))!
  const ofCommittee = and(eq(numberBooks.agencyId, committeeId), eq(numberBooks.kind, 'incoming'))
  const [book] = await house.db.select().from(numberBooks).where(ofCommittee)
  const bookId = book!.id
  const command = (intent: string) => ({ key: null, intent })
  return {
    bookId,
    take: () =>
      perform(house, actor, command('number'), async (work) => {
        const use = { state: 'used', arrivalId: randomUUID(), postId: actor.postId, at: work.at } as const
        const number = await takeNumber(work.tx, { bookId, year }, use)
        work.record({ stream: `book:${bookId}:${year}`, act: 'number.take', data: { number } })
        return number
      }),
    arrive: (count: number) => arrive(house, actor, count),
    register: (id: string) => {
      const asked = { id, revision: 1, bookId, confirmDuplicate: true, confirmInvalid: true }
      return perform(house, actor, command('register'), (work) => registerArrival(work, asked))
    },
  }
}

/** Arrivals that wait for the clerk, written straight into their table. */
async function arrive({ db, clock }: House, actor: Actor, count: number): Promise<string[]> {
  const at = clock.now()
  const common = {
    senderName: 'Sở Nội vụ',
    typeName: 'Công văn',
    issuedOn: '2020-06-22',
    subject: 'V/v báo cáo',
    urgency: 'normal',
  } as const
  const rows = Array.from({ length: count }, (_, n) => {
    const kept = {
      deliveryId: randomUUID(),
      code: `${n}/SNV`,
      fileSha256: '0'.repeat(64),
      state: 'arrived' as const,
      arrivedAt: at,
    }
    return { ...common, ...kept, agencyId: actor.agencyId, updatedAt: at, updatedByPostId: actor.postId }
  })
  const made = await db.insert(arrivals).values(rows).returning({ id: arrivals.id })
  return made.map(({ id }) => id)
}

async function openRawBook({ databaseUrl }: BenchHouse) {
  const { sql, close } = openDatabase(databaseUrl, { max: atOnce, name: 'ecabinet bench' })
  await sql`create table bench_book (id int primary key, last int not null)`
  await sql`create table bench_numbers (book int, number int, primary key (book, number))`
  await sql`insert into bench_book values (1, 0)`
  const take = () => sql.begin((tx) => takeRaw(tx as unknown as Sql))
  return { take, close }
}

async function takeRaw(tx: Sql): Promise<void> {
  const [row] = await tx<{ last: number }[]>`update bench_book set last = last + 1 where id = 1 returning last`
  await tx`insert into bench_numbers values (1, ${row!.last})`
}

async function tellGaps({ db }: House, bookId: string, taken: number, tell: Tell): Promise<void> {
  const rows = await db.select({ number: numbers.number }).from(numbers).where(eq(numbers.bookId, bookId))
  const given = new Set(rows.map(({ number }) => number))
  const missing = Array.from({ length: taken }, (_, at) => at + 1).filter((number) => !given.has(number))
  const of = { case: `one book, ${taken} numbers`, unit: 'numbers' }
  tell({ ...of, metric: 'gaps', value: missing.length })
  tell({ ...of, metric: 'duplicates', value: rows.length - given.size })
}
