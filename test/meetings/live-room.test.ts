import { io, type Socket } from 'socket.io-client'
import { afterAll, expect, test } from 'vitest'
import type { LoggedEvent } from '#server/meetings/event.state.ts'
import { applyMeetingEvent, placeOf } from '#server/meetings/meeting.state.ts'
import { serveHouse } from '#server/serve-house.ts'
import { cast, opened, openRoomWorld, polled, type RoomWorld } from './room-world.ts'

const room: RoomWorld = await openRoomWorld()
const served = await serveHouse(room.house)
const lines: Socket[] = []
afterAll(async () => {
  for (const line of lines) line.disconnect()
  await served.close()
})

type Heard = { topic: string; epoch: string } & (LoggedEvent | { type: 'rights.changed'; seq?: undefined })

/** A screen: joins first, then takes the snapshot, and applies what it hears from then on. */
async function screen(userName: string, id: string) {
  const extraHeaders = { cookie: await room.cookieOf(userName), origin: served.url }
  const line = io(served.url, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  })
  lines.push(line)
  const heard: Heard[] = []
  line.on('event', (event: Heard) => heard.push(event))
  const join = () => line.emitWithAck('join', `meeting:${id}`) as Promise<{ ok: boolean }>
  await new Promise((resolve) => line.once('connect', resolve as () => void))
  const { ok } = await join()
  const first = ok ? await room.snapshotFor(userName, id) : null
  const now = () =>
    heard
      .flatMap((event) => (event.type === 'rights.changed' ? [] : event))
      .reduce((held, event) => (placeOf(held, event) === 'next' ? applyMeetingEvent(held, event) : held), first!)
  return { heard, join, ok, now }
}

test('every screen of every class is in step by the line alone', async () => {
  const { id, itemIds } = await opened(room)
  const screens = new Map<string, Awaited<ReturnType<typeof screen>>>()
  for (const userName of ['chutich', 'thuky', 'pct', 'giamdoc.sttt']) screens.set(userName, await screen(userName, id))
  await room.done('chutich', `POST /meetings/${id}/current-item`, { itemId: itemIds[0] })
  await room.done('pct', `POST /meetings/${id}/answer`, { answer: 'attending', note: 'Chỉ thư ký được đọc' })
  await room.done('thuky', `PUT /meetings/${id}/items/${itemIds[0]}/conclusion`, {
    text: 'Chưa công bố.',
    revision: null,
  })
  for (const [userName, { now, heard }] of screens) {
    const fresh = await room.snapshotFor(userName, id)
    await expect.poll(() => now().seq).toBe(fresh.seq)
    expect(now()).toEqual(fresh)
    const text = JSON.stringify(heard)
    expect(text.includes('Chỉ thư ký được đọc')).toBe(fresh.audience === 'desk')
    expect(text.includes('Chưa công bố.')).toBe(fresh.audience !== 'invited')
  }
})

test('a vote shows its turnout by itself, and a voter who was away catches up over HTTP', async () => {
  const where = await polled(room)
  const watching = await screen('giamdoc.sttt', where.id)
  for (const who of ['chutich', 'pct', 'pct.kinhte']) await cast(room, where, { who, choice: 'yes' })
  await expect.poll(() => watching.now().polls[0]!.voted, { timeout: 3000 }).toBe(3)
  await expect.poll(async () => (await room.snapshotFor('giamdoc.sttt', where.id)).seq).toBe(watching.now().seq)
  expect(watching.heard.map(({ type }) => type).filter((type) => type !== 'tick')).not.toContain('poll.voters')
})

test('who loses the seat leaves the room at once; the others come back in', async () => {
  const { id } = await opened(room)
  const [goes, stays] = [await screen('pct.kinhte', id), await screen('pct', id)]
  await room.done('thuky', `DELETE /meetings/${id}/members/${room.postOf('pct.kinhte')}`)
  for (const one of [goes, stays])
    await expect.poll(() => one.heard.some(({ type }) => type === 'rights.changed')).toBe(true)
  expect(await goes.join()).toMatchObject({ ok: false })
  expect(await stays.join()).toMatchObject({ ok: true })
  const heardBefore = goes.heard.length
  await room.done('chutich', `POST /meetings/${id}/pause`)
  await expect.poll(() => stays.now().header.state).toBe('paused')
  expect(goes.heard).toHaveLength(heardBefore)
})

test('who has no seat is not let in, and hears nothing', async () => {
  const { id } = await opened(room)
  const outside = await screen('vanthu.longxuyen', id)
  expect(outside.ok).toBe(false)
  await room.done('chutich', `POST /meetings/${id}/pause`)
  expect(outside.heard).toEqual([])
})
