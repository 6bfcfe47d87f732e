import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWhole, longestDelta, mayCatchUpByDelta } from '#server/meetings/catch-up.rules.ts'
import type { LoggedEvent } from '#server/meetings/event.state.ts'
import { startNewEpoch } from '#server/meetings/meeting.queries.ts'
import { applyMeetingEvent, placeOf } from '#server/meetings/meeting.state.ts'
import type { Presence } from '#server/meetings/screen.state.ts'
import { createApp } from '#server/app.ts'
import { opened, openRoomWorld } from './room-world.ts'
import { send } from '#test/support/world.ts'

const room = await openRoomWorld()
const tick = (seq: number): LoggedEvent => ({ seq, type: 'tick', payload: {} })
const run = (since: number, to: number) => Array.from({ length: to - since }, (_, index) => tick(since + 1 + index))

test('a run is whole only with every number in its place', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 300 }), fc.nat(), (since, length, pick) => {
      const to = since + length
      const whole = run(since, to)
      const without = whole.toSpliced(pick % length, 1)
      const twice = whole.toSpliced(pick % length, 0, whole[pick % length]!)
      const swapped = length > 1 ? [whole[1]!, whole[0]!, ...whole.slice(2)] : []
      expect(isWhole(whole, since, to)).toBe(true)
      for (const broken of [without, twice, swapped]) expect(isWhole(broken, since, to)).toBe(false)
    }),
  )
})

test('a delta is offered exactly where the screen is at most so far behind, in the same epoch and class', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.boolean(), fc.boolean(), (since, seq, sameEpoch, sameClass) => {
      const held = {
        epoch: sameEpoch ? 'a' : 'b',
        since,
        audience: sameClass ? ('desk' as const) : ('members' as const),
      }
      const may = mayCatchUpByDelta(held, { epoch: 'a', seq, audience: 'desk' })
      expect(may).toBe(sameEpoch && sameClass && seq >= since && seq - since <= longestDelta)
    }),
  )
  expect(mayCatchUpByDelta({}, { epoch: 'a', seq: 0, audience: 'desk' })).toBe(false)
})

test('from every point of a real log the delta leads to the present, and its arithmetic holds', async () => {
  const { id } = await opened(room)
  const first = await room.snapshotFor('pct', id)
  const states = new Map([[first.seq, first]])
  for (let turn = 0; turn < 12; turn++) {
    const presence: Presence = turn % 2 === 0 ? 'online' : 'in_room'
    await room.done('pct', `POST /meetings/${id}/check-in`, { presence })
    await room.done('pct', `POST /meetings/${id}/answer`, { answer: 'attending', note: `Ghi chú ${turn}` })
    const now = await room.snapshotFor('pct', id)
    states.set(now.seq, now)
  }
  const present = await room.snapshotFor('pct', id)
  expect(present.seq - first.seq).toBe(36)
  for (const [since, held] of states) {
    const answer = await room.live('pct', id, `?epoch=${held.epoch}&since=${since}`)
    if (answer.kind !== 'delta') throw new Error('no delta')
    expect([answer.from, answer.to, answer.events.length]).toEqual([since, present.seq, present.seq - since])
    expect(answer.events.reduce(applyMeetingEvent, held)).toEqual(present)
  }
})

test('too far behind, from the future, of another class or of nowhere: a snapshot', async () => {
  const { id, itemIds } = await opened(room)
  const { seq, epoch } = await room.snapshotFor('pct', id)
  for (let turn = 0; turn <= longestDelta; turn++)
    await room.done('chutich', `POST /meetings/${id}/current-item`, { itemId: itemIds[turn % 2]! })
  const kindOf = async (held: string) => (await room.live('pct', id, held)).kind
  expect(await kindOf(`?epoch=${epoch}&since=${seq}`)).toBe('snapshot')
  expect(await kindOf(`?epoch=${epoch}&since=${seq + 1}`)).toBe('delta')
  expect(await kindOf(`?epoch=${epoch}&since=99999`)).toBe('snapshot')
  expect(await kindOf(`?epoch=${epoch}&since=${seq + 100}&audience=desk`)).toBe('snapshot')
  expect(await kindOf(`?epoch=${epoch}`)).toBe('snapshot')
  expect((await room.call('pct', `GET /meetings/${id}/live?since=-1`)).status).toBe(400)
})

test('a restart keeps the epoch, so that a screen goes on where it was', async () => {
  const { id } = await opened(room)
  const held = await room.snapshotFor('pct', id)
  await room.done('chutich', `POST /meetings/${id}/pause`)
  const restarted = createApp(room.house)
  const path = `/api/meetings/${id}/live?epoch=${held.epoch}&since=${held.seq}`
  const answer = (await (await send(restarted, 'GET', path, { cookie: await room.cookieOf('pct') })).json()) as {
    kind: string
    events: LoggedEvent[]
  }
  expect(answer.kind).toBe('delta')
  expect(answer.events.reduce(applyMeetingEvent, held)).toEqual(await room.snapshotFor('pct', id))
})

test('a restore begins a new epoch: what a screen holds from before never passes for the present', async () => {
  const { id } = await opened(room)
  const held = await room.snapshotFor('pct', id)
  await startNewEpoch(room.house.db)
  const answer = await room.live('pct', id, `?epoch=${held.epoch}&since=${held.seq}`)
  expect(answer.kind).toBe('snapshot')
  const fresh = await room.snapshotFor('pct', id)
  expect(fresh.seq).toBe(held.seq)
  expect(placeOf(held, { epoch: fresh.epoch, seq: held.seq + 1 })).toBe('gap')
})

test('where an event stands: known, next, or behind a gap', async () => {
  const { id } = await opened(room)
  const held = await room.snapshotFor('pct', id)
  const place = (seq: number) => placeOf(held, { epoch: held.epoch, seq })
  expect([place(held.seq - 1), place(held.seq), place(held.seq + 1), place(held.seq + 2)]).toEqual([
    'known',
    'known',
    'next',
    'gap',
  ])
})

test('many writers at once: the numbers have no gap and no double', async () => {
  const { id } = await opened(room)
  const before = await room.snapshotFor('thuky', id)
  const who = ['chutich', 'pct', 'pct.kinhte', 'pct.vanxa', 'chanhvanphong']
  const acts = Array.from({ length: 40 }, (_, turn) =>
    room.done(who[turn % 5]!, `POST /meetings/${id}/answer`, { answer: 'attending', note: `Lần ${turn}` }),
  )
  const answers = await Promise.all(acts)
  const after = await room.snapshotFor('thuky', id)
  expect(after.seq - before.seq).toBe(80)
  expect(new Set(answers.map(({ seq }) => seq)).size).toBe(40)
  const delta = await room.live('thuky', id, `?epoch=${before.epoch}&since=${before.seq}`)
  if (delta.kind !== 'delta') throw new Error('no delta')
  expect(isWhole(delta.events, before.seq, after.seq)).toBe(true)
  expect(delta.events.reduce(applyMeetingEvent, before)).toEqual(after)
})
