import { asc, eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { jobs, journal } from '#db/kernel/schema.ts'
import { auditJournal } from '#server/kernel/audit.ts'
import { sealFile } from '#server/kernel/journal-seal.ts'
import { type LiveEvent, listenForEvents } from '#server/kernel/live-events.ts'
import { perform, type Work } from '#server/kernel/unit-of-work.ts'
import { openKernelHouse, somebody } from './kernel-house.ts'

// An act may record, emit and enqueue much: it costs as many statements as one that does so once.

const { house } = await openKernelHouse()
const act = (run: (work: Work) => void) =>
  perform(house, somebody(), { key: null, intent: 'x' }, (work) => Promise.resolve(run(work)))

const statementsOf = async (run: (work: Work) => void) => {
  let count = 0
  house.sql.options.debug = () => void (count += 1)
  await act(run)
  house.sql.options.debug = false
  return count
}

test('many entries of several streams make one line a stream, in the order in which they were recorded', async () => {
  await act((work) => {
    for (let n = 0; n < 6; n += 1) work.record({ stream: `line:${n % 2}`, act: 'count', data: { n } })
  })
  await act((work) => work.record({ stream: 'line:1', act: 'count', data: { n: 6 } }))
  const rows = await house.db.select().from(journal).where(eq(journal.stream, 'line:1')).orderBy(asc(journal.seq))
  expect(rows.map(({ seq, data }) => [seq, data])).toEqual([1, 3, 5, 6].map((n, at) => [at + 1, { n }]))
  expect((await auditJournal(house.db, sealFile(house.config.dataDir))).faults).toEqual([])
})

test('forty acts at once on the same streams, named in either order, neither wait for each other nor break a chain', async () => {
  const both = ['shared:a', 'shared:b']
  await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      act((work) => (at % 2 ? both : both.toReversed()).forEach((stream) => work.record({ stream, act: 'count' }))),
    ),
  )
  expect(await house.db.$count(journal, sql`${journal.stream} like 'shared:%'`)).toBe(80)
  expect((await auditJournal(house.db, sealFile(house.config.dataDir))).faults).toEqual([])
})

test('many events are heard in their order, large ones among them, and quotes stay quotes', async () => {
  const heard: LiveEvent[] = []
  const sink = { publish: (event: LiveEvent) => void heard.push(event), resync: () => {} }
  const { unlisten } = await listenForEvents(house.sql, house.db, sink)
  const texts = ['một', `"'\\ \n`, 'x'.repeat(9000), 'hai', '\u{1f600}', 'ba']
  await act((work) => texts.forEach((text) => work.emit({ topic: 'thing:1', type: 'told', payload: { text } })))
  await expect.poll(() => heard.map(({ payload }) => payload['text'])).toEqual(texts)
  await unlisten()
})

test('many jobs are stored with their own times', async () => {
  const runAt = new Date('2020-07-01T00:00:00Z')
  await act((work) => {
    work.enqueue({ kind: 'many', key: 'a', payload: { n: 1 } })
    work.enqueue({ kind: 'many', payload: { n: 2 }, runAt })
  })
  const rows = await house.db.select().from(jobs).where(eq(jobs.kind, 'many')).orderBy(jobs.id)
  expect(rows).toMatchObject([
    { key: 'a', payload: { n: 1 }, runAt: house.clock.now() },
    { key: null, payload: { n: 2 }, runAt },
  ])
})

test('a hundred of each cost no statement more than one of each', async () => {
  const some = (count: number) => (work: Work) => {
    for (let n = 0; n < count; n += 1) {
      work.record({ stream: `cost:${n}`, act: 'count' })
      work.emit({ topic: `cost:${n}`, type: 'told', payload: {} })
      work.enqueue({ kind: 'cost', payload: {} })
    }
  }
  const one = await statementsOf(some(1))
  expect(one).toBeGreaterThan(5)
  expect(await statementsOf(some(100))).toBe(one)
})
