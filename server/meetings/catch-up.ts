import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { type Held, isWhole, mayCatchUpByDelta } from './catch-up.rules.ts'
import type { LoggedEvent } from './event.state.ts'
import { logSince } from './log.queries.ts'
import { meetingVisibleTo, type SeatedMeeting } from './meeting.queries.ts'
import { audienceOfPart } from './rights.rules.ts'
import type { MeetingSnapshot } from './screen.state.ts'
import type { SharedSnapshots, SnapshotText } from './shared-snapshots.ts'
import { type Mine, mineOf } from './snapshot.queries.ts'

type Delta = { kind: 'delta'; epoch: string; from: number; to: number; events: LoggedEvent[] }

/** One message that says which: the missing run, complete by arithmetic, or everything anew. */
export type CatchUp = { mine: Mine } & (Delta | { kind: 'snapshot'; snapshot: MeetingSnapshot })

/** The same before it is sent: a snapshot is encoded once for all who get it. */
export type CaughtUp = { mine: Mine } & ({ delta: Delta } | { snapshot: SnapshotText })

/** What catching up stands on. */
export type CatchUpGround = { house: House; snapshots: SharedSnapshots }

/**
 * Brings a screen that holds `(epoch, since)` up to date; one that holds nothing, or something of another epoch or class,
 * or too little, gets a snapshot. Refuses `not_found` for everybody without a seat.
 */
export async function catchUp(
  { house, snapshots }: CatchUpGround,
  actor: Actor,
  of: Held & { meetingId: string },
): Promise<CaughtUp> {
  const seated = await meetingVisibleTo(house.db, actor, of.meetingId)
  const mine = await mineOf(house.db, seated)
  const delta = await deltaFor(house, seated, of)
  if (delta) return { mine, delta }
  const { epoch, seq } = seated.meeting
  return { mine, snapshot: await snapshots.atLeast({ meetingId: of.meetingId, audience: mine.audience, epoch, seq }) }
}

/** The log is only added to, and its numbers are given in the order of the commits: up to a number once seen it stands still. */
async function deltaFor({ db }: House, { meeting, seat }: SeatedMeeting, held: Held): Promise<Delta | null> {
  const { id: meetingId, epoch, seq: to } = meeting
  const audience = audienceOfPart(seat.part)
  if (!mayCatchUpByDelta(held, { epoch, seq: to, audience })) return null
  const { since } = held
  const events = to === since ? [] : await logSince(db, { meetingId, since, audience, limit: to - since })
  return isWhole(events, since, to) ? { kind: 'delta', epoch, from: since, to, events } : null
}

/** The JSON text of the answer; its shape is {@link CatchUp}. */
export function encodeCatchUp(caughtUp: CaughtUp): string {
  const { mine } = caughtUp
  if ('delta' in caughtUp) return JSON.stringify({ mine, ...caughtUp.delta } satisfies CatchUp)
  return `{"mine":${JSON.stringify(mine)},"kind":"snapshot","snapshot":${caughtUp.snapshot.text}}`
}
