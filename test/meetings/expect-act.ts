import { expect } from 'vitest'
import type { LiveEvent } from '#server/kernel/live-events.ts'
import type { LoggedEvent } from '#server/meetings/event.state.ts'
import { applyMeetingEvent, placeOf } from '#server/meetings/meeting.state.ts'
import type { Audience, MeetingSnapshot } from '#server/meetings/screen.state.ts'
import { openEar, type RoomWorld } from './room-world.ts'

/** Who looks on for each class. The chair and a secretary must see the same. */
const onlookers: Record<string, Audience> = {
  chutich: 'desk',
  thuky: 'desk',
  'pct.vanxa': 'members',
  'giamdoc.sttt': 'invited',
}

/** What the sockets would hand to a class: the event, a tick in its place, or nothing. */
function asHeardBy(audience: Audience, event: LiveEvent): (LoggedEvent & { epoch: string }) | null {
  const { seq, epoch, type, payload } = event
  if (seq === undefined || epoch === undefined) return null
  if (event.classes!.includes(audience))
    return { seq, epoch, type, payload } as unknown as LoggedEvent & { epoch: string }
  expect(event.otherClasses, `${type} is neither told to ${audience} nor ticked`).toContain(audience)
  return { seq, epoch, type: 'tick', payload: {} }
}

function replay(before: MeetingSnapshot, events: (LoggedEvent & { epoch: string })[]): MeetingSnapshot {
  return events.reduce((snapshot, event) => {
    expect(placeOf(snapshot, event)).toBe('next')
    return applyMeetingEvent(snapshot, event)
  }, before)
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/**
 * Holds the promise of `meeting.state.ts` for one act: for every class, the snapshot from before with what the class heard equals
 * the fresh snapshot; the delta says the same as the live line; and nothing is heard that the class cannot read anyway.
 */
export async function openExpectAct(room: RoomWorld) {
  const ear = await openEar(room)
  const seen = new Set<string>()

  const expectAct = async (id: string, act: () => Promise<unknown>): Promise<LiveEvent[]> => {
    const before = new Map<string, MeetingSnapshot>()
    for (const userName of Object.keys(onlookers)) {
      const answer = await room.call<{ snapshot: MeetingSnapshot }>(userName, `GET /meetings/${id}/live`)
      if (answer.status === 200) before.set(userName, answer.body.snapshot)
    }
    const told = (await ear.during(act)).filter(({ topic }) => topic === `meeting:${id}`)
    for (const { type } of told) seen.add(type)
    for (const [userName, held] of before) await compare(id, { userName, held, told })
    return told
  }

  const compare = async (id: string, of: { userName: string; held: MeetingSnapshot; told: LiveEvent[] }) => {
    const { userName, held, told } = of
    const audience = onlookers[userName]!
    expect(held.audience).toBe(audience)
    const heard = told.flatMap((event) => asHeardBy(audience, event) ?? [])
    const fresh = await room.snapshotFor(userName, id)
    expect(replay(held, heard), `${userName} by the live line`).toEqual(fresh)
    const delta = await room.live(userName, id, `?epoch=${held.epoch}&since=${held.seq}&audience=${audience}`)
    if (delta.kind !== 'delta') throw new Error('no delta')
    const epoch = held.epoch
    expect(delta.events.map((event) => ({ ...event, epoch }))).toEqual(heard)
    const readable = new Set([...textsIn(held), ...textsIn(fresh)])
    for (const event of heard) expect(textsIn(event.payload).filter((text) => !readable.has(text))).toEqual([])
  }

  return { expectAct, seen }
}
