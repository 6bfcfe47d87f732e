import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { installation, journal } from '#db/kernel/schema.ts'
import type { LiveEvent } from '#server/kernel/live-events.ts'
import { listenForEvents } from '#server/kernel/live-events.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { perform, type Work } from '#server/kernel/unit-of-work.ts'
import { openKernelHouse, somebody } from './kernel-house.ts'

const told: string[] = []
const { house } = await openKernelHouse({
  'thing.counted': [
    async (work, event) => {
      told.push(String(event['name']))
      work.record({ stream: 'hearer:1', act: 'hear' })
      await Promise.resolve()
    },
  ],
})
const actor = somebody()

/** Adds one to a counter row, records it and tells the screens; answers the new value. */
const count = (key: string) => async (work: Work) => {
  await work.tx.execute(sql`
    insert into installation (key, value) values (${key}, '1')
    on conflict (key) do update set value = (installation.value::int + 1)::text`)
  const [row] = await work.tx
    .select()
    .from(installation)
    .where(sql`${installation.key} = ${key}`)
  work.record({ stream: `thing:${key}`, act: 'count', data: { value: row!.value } })
  work.emit({ topic: `thing:${key}`, type: 'counted', payload: { value: row!.value } })
  await work.tell({ type: 'thing.counted', name: key })
  return { value: row!.value }
}

async function valueOf(key: string): Promise<string | undefined> {
  const [row] = await house.db
    .select()
    .from(installation)
    .where(sql`${installation.key} = ${key}`)
  return row?.value
}

const once = (key: string, id: string, intent = key) => perform(house, actor, { key: id, intent }, count(key))

test('a repeated operation id gets the same answer and has no second effect', async () => {
  const id = randomUUID()
  expect(await once('a', id)).toEqual({ value: '1' })
  expect(await once('a', id)).toEqual({ value: '1' })
  expect(await valueOf('a')).toBe('1')
})

test('twenty repeats at once have one effect', async () => {
  const id = randomUUID()
  const answers = await Promise.all(Array.from({ length: 20 }, () => once('b', id)))
  expect(new Set(answers.map((answer) => answer.value))).toEqual(new Set(['1']))
  expect(await valueOf('b')).toBe('1')
})

test('the same id with another intent is refused', async () => {
  const id = randomUUID()
  await once('c', id)
  await expect(once('c', id, 'something else')).rejects.toMatchObject({ code: 'conflict', reason: 'key_reused' })
})

test('the same id of another person is another command', async () => {
  const id = randomUUID()
  await once('d', id)
  expect(await perform(house, somebody(), { key: id, intent: 'd' }, count('d'))).toEqual({ value: '2' })
})

test('a refusal undoes rows, journal, events and what hearers did', async () => {
  const heard: LiveEvent[] = []
  const { unlisten } = await listenForEvents(house.sql, house.db, {
    publish: (e) => void heard.push(e),
    resync: () => {},
  })
  const act = async (work: Work) => {
    await count('e')(work)
    throw new Refusal('invalid', 'wrong_state')
  }
  await expect(perform(house, actor, { key: null, intent: 'e' }, act)).rejects.toBeInstanceOf(Refusal)
  await once('f', randomUUID())
  await expect.poll(() => heard.map((event) => event.topic)).toContain('thing:f')
  expect(heard.map((event) => event.topic)).not.toContain('thing:e')
  expect(await valueOf('e')).toBeUndefined()
  const rows = await house.db
    .select()
    .from(journal)
    .where(sql`${journal.stream} = 'thing:e'`)
  expect(rows).toEqual([])
  await unlisten()
})

test('events arrive in commit order, also those too large for a notification', async () => {
  const heard: LiveEvent[] = []
  const { unlisten } = await listenForEvents(house.sql, house.db, {
    publish: (e) => void heard.push(e),
    resync: () => {},
  })
  for (let n = 0; n < 20; n += 1) {
    const filler = 'ố'.repeat(n % 2 === 0 ? 10 : 6000)
    await perform(house, actor, { key: null, intent: 'n' }, async (work) => {
      work.emit({ topic: 'order:1', type: 'n', payload: { n, filler } })
      return Promise.resolve(null)
    })
  }
  const numbers = () => heard.filter((e) => e.topic === 'order:1').map((e) => e.payload['n'])
  await expect.poll(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n))
  expect(told.length).toBeGreaterThan(0)
  await unlisten()
})
