import type { Actor } from '#server/kernel/actor.ts'
import type { House, Tx } from '#server/kernel/house.ts'
import { type Held, isWhole, mayCatchUpByDelta } from './catch-up.rules.ts'
import type { LoggedEvent } from './event.state.ts'
import { logSince } from './log.queries.ts'
import { meetingVisibleTo, type SeatedMeeting } from './meeting.queries.ts'
import type { MeetingSnapshot } from './screen.state.ts'
import { type Mine, mineOf, snapshotOf } from './snapshot.queries.ts'
import { audienceOfPart } from './rights.rules.ts'

/** One message that says which: the missing run, complete by arithmetic, or everything anew. */
export type CatchUp = { mine: Mine } & (
  | { kind: 'delta'; epoch: string; from: number; to: number; events: LoggedEvent[] }
  | { kind: 'snapshot'; snapshot: MeetingSnapshot }
)

/** Runs a reader on one unmoving view of the database, so that a snapshot and its number belong together. */
export function readWhole<Answer>(house: House, run: (tx: Tx) => Promise<Answer>): Promise<Answer> {
  return house.db.transaction((tx) => run(tx), { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/**
 * Brings a screen that holds `(epoch, since)` up to date; one that holds nothing, or something of another epoch, or too
 * little, gets a snapshot. Refuses `not_found` for everybody without a seat.
 */
export function catchUp(house: House, actor: Actor, of: Held & { meetingId: string }): Promise<CatchUp> {
  return readWhole(house, async (tx) => {
    const seated = await meetingVisibleTo(tx, actor, of.meetingId)
    const mine = await mineOf(tx, seated)
    const delta = await deltaFor(tx, seated, of)
    if (delta) return { mine, ...delta }
    return { mine, kind: 'snapshot', snapshot: await snapshotOf(tx, of.meetingId, mine.audience) }
  })
}

async function deltaFor(tx: Tx, { meeting, seat }: SeatedMeeting, held: Held) {
  const { id: meetingId, epoch, seq: to } = meeting
  const audience = audienceOfPart(seat.part)
  if (!mayCatchUpByDelta(held, { epoch, seq: to, audience })) return null
  const { since } = held
  const events = to === since ? [] : await logSince(tx, { meetingId, since, audience, limit: to - since })
  return isWhole(events, since, to) ? { kind: 'delta' as const, epoch, from: since, to, events } : null
}
