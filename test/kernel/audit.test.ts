import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { auditJournal } from '#server/kernel/audit.ts'
import { sealFile, sealJournal } from '#server/kernel/journal-seal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { rmSync } from 'node:fs'
import { openKernelHouse, somebody } from './kernel-house.ts'

const { house, clock } = await openKernelHouse()
const actor = somebody()
const seals = sealFile(house.config.dataDir)

async function write(stream: string, rows: number): Promise<void> {
  for (let n = 0; n < rows; n += 1) {
    await perform(house, actor, { key: null, intent: 'x' }, async (work) => {
      work.record({ stream, act: 'issue', basis: 'ND30 art. 15', data: { n, text: 'Số 664/UBND-TH' } })
      return Promise.resolve(null)
    })
  }
}

const tamper = (statement: string) =>
  house.sql.begin(async (tx) => {
    await tx.unsafe(`set local session_replication_role = replica; ${statement}`)
  })
const audit = () => auditJournal(house.db, seals)

beforeEach(async () => {
  await tamper(`truncate journal, journal_heads, journal_seals`)
  rmSync(seals, { force: true })
  await write('document:1', 5)
  await write('document:2', 3)
})

test('an untouched journal is sound', async () => {
  await sealJournal(house)
  await write('document:1', 2)
  expect(await audit()).toEqual({ rows: 10, streams: 2, seals: 1, faults: [] })
})

test('two writers of one stream make one chain', async () => {
  await Promise.all([write('document:3', 10), write('document:3', 10)])
  expect((await audit()).faults).toEqual([])
})

const attacks: [string, string, { stream: string; seq: number | null; problem: string }][] = [
  [
    'an edited row',
    `update journal set data = '{"n": 9}' where stream = 'document:1' and seq = 3`,
    { stream: 'document:1', seq: 3, problem: 'row_changed' },
  ],
  [
    'a changed person',
    `update journal set person_id = gen_random_uuid() where stream = 'document:2' and seq = 1`,
    { stream: 'document:2', seq: 1, problem: 'row_changed' },
  ],
  [
    'a changed time',
    `update journal set at = at + interval '1 minute' where stream = 'document:1' and seq = 5`,
    { stream: 'document:1', seq: 5, problem: 'row_changed' },
  ],
  [
    'a deleted row',
    `delete from journal where stream = 'document:1' and seq = 2`,
    { stream: 'document:1', seq: 2, problem: 'row_missing' },
  ],
  [
    'a cut tail',
    `delete from journal where stream = 'document:1' and seq > 3`,
    { stream: 'document:1', seq: 4, problem: 'tail_cut' },
  ],
  [
    'a vanished stream',
    `delete from journal where stream = 'document:2'`,
    { stream: 'document:2', seq: null, problem: 'stream_vanished' },
  ],
  [
    'two rows that changed places',
    `update journal set seq = case seq when 2 then 93 else 92 end where stream = 'document:1' and seq in (2, 3); update journal set seq = seq - 90 where seq > 90`,
    { stream: 'document:1', seq: 2, problem: 'row_changed' },
  ],
]

test.each(attacks)('names %s', async (_name, statement, fault) => {
  await tamper(statement)
  expect((await audit()).faults[0]).toEqual(fault)
})

test('a tail cut together with its head contradicts the seal', async () => {
  await sealJournal(house)
  await tamper(`delete from journal where stream = 'document:1' and seq > 3;
    update journal_heads set seq = 3, hash = (select hash from journal where stream = 'document:1' and seq = 3) where stream = 'document:1'`)
  expect((await audit()).faults).toEqual([{ stream: 'document:1', seq: 4, problem: 'seal_contradicted' }])
})

test('a database rewritten with its seals contradicts the seal file', async () => {
  await sealJournal(house)
  await tamper(`truncate journal_seals`)
  expect((await audit()).faults).toEqual([{ stream: 'seal:2020-06-23', seq: null, problem: 'seal_missing' }])
})

test('one seal a legal day', async () => {
  expect(await sealJournal(house)).not.toBeNull()
  expect(await sealJournal(house)).toBeNull()
  clock.advance({ days: 1 })
  expect(await sealJournal(house)).toMatchObject({ day: '2020-06-24' })
  expect((await audit()).faults).toEqual([])
})

test('the table itself refuses a change', async () => {
  await expect(house.db.execute(sql`update journal set act = 'x'`)).rejects.toThrow()
  await expect(house.db.execute(sql`delete from journal`)).rejects.toThrow()
})
