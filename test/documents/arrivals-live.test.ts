import { afterAll, expect, test } from 'vitest'
import { listenForEvents, type LiveEvent } from '#server/kernel/live-events.ts'
import { openTestHouse } from '#test/support/house.ts'
import { actorOf, unitIn } from '#test/support/world.ts'
import { ask, deliver, directed, done, nodeOf } from './arrivals-world.ts'

const house = await openTestHouse()
const { world } = house
const unit = (symbol: string) => unitIn(world, world.sttt, symbol)
const units = { lead: unit('CNTT'), coordinate: unit('BCVT'), inform: unit('TTBCXB') }
const events: LiveEvent[] = []
const { unlisten } = await listenForEvents(house.house.sql, house.house.db, {
  publish: (event) => void events.push(event),
  resync: () => undefined,
})
afterAll(unlisten)

/** Waits until everything committed so far was heard: the database tells in the order of the commits. */
async function settled(): Promise<void> {
  const mark = { topic: `mark:${Math.random()}`, type: 'mark', payload: {} }
  await house.house.sql`select pg_notify('ecabinet_events', ${JSON.stringify(mark)})`
  await expect.poll(() => events.some(({ topic }) => topic === mark.topic)).toBe(true)
}

/** What the agency's screens hear because of `act`. */
async function heardDuring(act: () => Promise<unknown>): Promise<LiveEvent[]> {
  await settled()
  events.length = 0
  await act()
  await settled()
  return events.filter(({ type }) => type !== 'mark')
}

const topics = (list: LiveEvent[], type: string) =>
  list.filter((event) => event.type === type).map(({ topic }) => topic)

test('each act moves the desk of the receiving agency, with ids only', async () => {
  let id = ''
  const received = await heardDuring(
    async () => (id = await deliver(house, { subject: 'Nội dung không ai ngoài được đọc' })),
  )
  expect(topics(received, 'arrivals.changed')).toEqual([`agency:${world.sttt}`])
  const registered = await heardDuring(() =>
    done(house, 'vanthu.sttt', `POST /arrivals/${id}/register`, { revision: 1 }),
  )
  expect(registered).toContainEqual({
    topic: `agency:${world.sttt}`,
    type: 'arrivals.changed',
    payload: { kind: 'arrival', id, state: 'registered', revision: 2 },
  })
  expect(JSON.stringify([...received, ...registered])).not.toContain('Nội dung')
})

test('a refused act tells nobody', async () => {
  const id = await deliver(house)
  expect(
    await heardDuring(() => ask(house, 'giamdoc.sttt', `POST /arrivals/${id}/register`, { body: { revision: 1 } })),
  ).toEqual([])
})

test('an assigned person hears it at the own post', async () => {
  const node = nodeOf(await directed(house, units), 'lead')
  const { postId } = actorOf(world, 'chuyenvien.cntt')
  const heard = await heardDuring(() =>
    done(house, 'truongphong.cntt', `POST /assignments/${node.id}/assign`, { revision: node.revision, postId }),
  )
  expect(topics(heard, 'assignments.changed')).toEqual([`post:${postId}`])
})

test('finished work moves the own rates and the boards above', async () => {
  const node = nodeOf(await directed(house, units), 'lead')
  const heard = await heardDuring(() =>
    done(house, 'truongphong.cntt', `POST /assignments/${node.id}/finish`, { revision: node.revision, note: 'Xong.' }),
  )
  expect(topics(heard, 'reports.changed').sort()).toEqual([`agency:${world.sttt}`, `agency:${world.committee}`].sort())
})
