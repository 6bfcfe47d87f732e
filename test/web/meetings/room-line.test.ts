import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LoggedEvent } from '../../../server/meetings/event.state.ts'
import { RoomLine } from '../../../web/meetings/room-line.svelte.ts'
import { pageTurned, ScriptedRoom } from './scripted-room.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets everything that waits for nothing happen. */
const settle = () => vi.advanceTimersByTimeAsync(0)

async function entered() {
  const room = new ScriptedRoom()
  const heard: LoggedEvent[] = []
  const line = new RoomLine(room, (event) => heard.push(event))
  const leave = line.open()
  await settle()
  return { room, line, heard, leave }
}

describe('a screen that hears everything', () => {
  test('is in step after entering, and only after the server said so', async () => {
    const room = new ScriptedRoom()
    const line = new RoomLine(room)
    const leave = line.open()
    expect(line.behind).toBe(true)
    await settle()
    expect(line).toMatchObject({ behind: false, lost: false, gone: false })
    expect(line.snapshot).toEqual(room.snapshot)
    leave()
  })

  test('applies events in their order, each once', async () => {
    const { room, line, heard, leave } = await entered()
    room.happens(pageTurned(1))
    room.happens(pageTurned(2))
    expect(line.snapshot).toEqual(room.snapshot)
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2])
    leave()
  })

  test('ignores what it has: a repeat changes nothing, not even identity', async () => {
    const { room, line, heard, leave } = await entered()
    const first = room.happens(pageTurned(1))
    room.happens(pageTurned(2))
    const before = line.snapshot
    room.tell(first)
    expect(line.snapshot).toBe(before)
    expect(heard).toHaveLength(2)
    expect(line.behind).toBe(false)
    leave()
  })

  test('moves only its counter on a tick', async () => {
    const { room, line, leave } = await entered()
    room.happens({ type: 'poll.voters', payload: { pollId: 'p', postIds: [] } })
    room.happens(pageTurned(5))
    expect(line.snapshot).toMatchObject({ seq: 2, stage: { page: 5 } })
    expect(room.log[0]?.type).toBe('tick')
    leave()
  })
})

describe('a lost event', () => {
  test('is noticed by the next and fetched by (epoch, seq)', async () => {
    const { room, line, leave } = await entered()
    room.happens(pageTurned(1))
    room.deaf = true
    room.happens(pageTurned(2))
    room.deaf = false
    room.asked.length = 0
    room.happens(pageTurned(3))
    expect(line.behind).toBe(true)
    await settle()
    expect(room.asked[0]).toEqual({ epoch: 'before', seq: 1, audience: 'members' })
    expect(line.snapshot).toEqual(room.snapshot)
    expect(line.behind).toBe(false)
    leave()
  })

  test('that happens while asking is fetched too', async () => {
    const { room, line, leave } = await entered()
    const go = room.slow()
    const asking = line.catchUp()
    room.deaf = true
    room.happens(pageTurned(1))
    room.deaf = false
    room.happens(pageTurned(2))
    go()
    await asking
    await settle()
    expect(line.snapshot).toEqual(room.snapshot)
    expect(line.behind).toBe(false)
    leave()
  })

  test('of our own command is fetched by the number of its answer', async () => {
    const { room, line, leave } = await entered()
    room.deaf = true
    const { seq } = room.happens(pageTurned(4))
    line.expect(seq)
    await vi.advanceTimersByTimeAsync(600)
    expect(line.snapshot?.stage?.page).toBe(4)
    leave()
  })

  test('nobody speaks of is found by the pulse; a line silent twice is joined anew', async () => {
    const { room, line, leave } = await entered()
    room.deaf = true
    for (const page of [1, 2]) {
      room.happens(pageTurned(page))
      await vi.advanceTimersByTimeAsync(26_000)
      expect(line.snapshot?.stage?.page).toBe(page)
    }
    expect(room.joins).toBe(2)
    leave()
  })
})

describe('an answer overtaken by events', () => {
  test('never turns the screen back', async () => {
    const { room, line, leave } = await entered()
    const go = room.slow()
    const asking = line.catchUp()
    room.happens(pageTurned(1))
    room.happens(pageTurned(2))
    go()
    await asking
    expect(line.snapshot).toEqual(room.snapshot)
    expect(line.snapshot?.stage?.page).toBe(2)
    leave()
  })
})

test('a whole answer that was overtaken by an event is left aside', async () => {
  const { room, line, leave } = await entered()
  room.happens(pageTurned(1))
  room.log = []
  line.snapshot = { ...line.snapshot!, seq: 0 }
  const go = room.slow()
  const asking = line.catchUp()
  line.snapshot = room.snapshot
  room.happens(pageTurned(2))
  go()
  await asking
  expect(line.snapshot?.stage?.page).toBe(2)
  leave()
})

describe('a network that fails', () => {
  test('while the live line is down the screen asks by itself and does not claim to be in step', async () => {
    const { room, line, leave } = await entered()
    room.deaf = room.shut = true
    line.hearConnection('reconnecting')
    await settle()
    room.happens(pageTurned(7))
    await vi.advanceTimersByTimeAsync(3_500)
    expect(line.snapshot?.stage?.page).toBe(7)
    expect(line).toMatchObject({ behind: true, lost: false })
    leave()
  })

  test('a server out of reach is lost, and found again without a reload', async () => {
    const { room, line, leave } = await entered()
    room.down = true
    line.hearConnection('offline')
    await settle()
    expect(line).toMatchObject({ behind: true, lost: true })
    room.happens(pageTurned(9))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(line.lost).toBe(true)
    room.down = false
    room.joinsAnew()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(line).toMatchObject({ behind: false, lost: false })
    expect(line.snapshot).toEqual(room.snapshot)
    leave()
  })

  test('a restored database is another epoch and brings everything anew', async () => {
    const { room, line, leave } = await entered()
    for (const page of [1, 2, 3, 4, 5]) room.happens(pageTurned(page))
    room.isRestored()
    room.joinsAnew()
    await settle()
    expect(line.snapshot).toEqual(room.snapshot)
    room.happens(pageTurned(1))
    expect(line.snapshot).toMatchObject({ epoch: 'after', seq: 4 })
    leave()
  })

  test('after leaving nothing is asked any more', async () => {
    const { room, leave } = await entered()
    leave()
    room.asked.length = 0
    room.happens(pageTurned(1))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(room.asked).toEqual([])
  })
})

describe('a seat that changes', () => {
  test('goes through the door anew and is shown what the new class may see', async () => {
    const { room, line, leave } = await entered()
    room.snapshot = { ...room.snapshot, audience: 'desk' }
    room.rightsChange()
    await settle()
    expect(room.joins).toBe(2)
    expect(line.snapshot?.audience).toBe('desk')
    expect(line.mine?.audience).toBe('desk')
    leave()
  })

  test('that is taken away leaves the room and stops asking', async () => {
    const { room, line, leave } = await entered()
    room.seatless = room.shut = true
    room.rightsChange()
    await settle()
    expect(line.gone).toBe(true)
    room.asked.length = 0
    await vi.advanceTimersByTimeAsync(60_000)
    expect(room.asked).toEqual([])
    leave()
  })
})

test('whatever is lost, doubled or late, the screen ends equal to the room', async () => {
  let seed = 42
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  const { room, line, leave } = await entered()
  for (let turn = 1; turn <= 400; turn++) {
    room.deaf = random() < 0.3
    room.down = random() < 0.05
    const event = room.happens(pageTurned(turn))
    if (random() < 0.2) room.tell(event)
    if (random() < 0.1) room.tell(room.log[Math.floor(random() * room.log.length)]!)
    await vi.advanceTimersByTimeAsync(random() * 300)
  }
  room.deaf = room.down = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(line.snapshot).toEqual(room.snapshot)
  expect(line).toMatchObject({ behind: false, lost: false })
  leave()
})
