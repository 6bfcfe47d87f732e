import { z } from 'zod'
import { namesOfPosts } from '#server/identity/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { endOfLegalDay } from '#server/kernel/working-calendar.rules.ts'
import { itemOf } from './agenda.queries.ts'
import { type ConclusionRow, lockConclusion, putConclusion, viewsOfConclusions } from './conclusion.queries.ts'
import { meetingEvent } from './event.state.ts'
import { checkAgencies } from './item-input.ts'
import { checkDueDates } from './meeting.rules.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

const assignment = z.object({
  agencyId: z.uuid(),
  content: prose(2000),
  /** A day in Viet Nam; the deadline is its last instant. */
  dueOn: z.iso.date(),
})

export const writeConclusionInput = z.object({
  text: prose(10_000),
  assignments: z.array(assignment).max(50).default([]),
  /** The revision that the writer saw; null where there was none yet. */
  revision: z.number().int().nullable(),
})

/**
 * Writes the conclusion at an item, with the work that it gives to agencies. Refuses `stale {byName, at}` when somebody
 * wrote meanwhile, `due_in_past`, `unknown_agency`.
 */
export async function writeConclusion(
  work: Work,
  { id, itemId, ...input }: z.output<typeof writeConclusionInput> & { id: string; itemId: string },
): Promise<{ seq: number; revision: number }> {
  const room = await enterRoom(work, id, 'writeConclusion')
  await itemOf(work.tx, id, itemId)
  await assertCurrent(work, await lockConclusion(work.tx, id, itemId), input.revision)
  const assignments = input.assignments.map(({ dueOn, ...one }) => ({ ...one, dueAt: lastInstantOf(dueOn) }))
  checkDueDates(assignments, work.at)
  await checkAgencies(
    work.tx,
    assignments.map(({ agencyId }) => agencyId),
  )
  const author = { postId: work.actor.postId, at: work.at }
  const row = await putConclusion(work.tx, { meetingId: id, itemId, text: input.text, assignments, ...author })
  const [conclusion] = await viewsOfConclusions(work.tx, [row])
  const seq = await tellRoom(work, room, meetingEvent('conclusion.written', { conclusion: conclusion! }))
  recordInRoom(work, room, { itemId, text: row.text, assignments, revision: row.revision })
  return { seq, revision: row.revision }
}

/** Still of its day, so that every screen shows that day. */
function lastInstantOf(day: string): string {
  return new Date(endOfLegalDay(day).getTime() - 1).toISOString()
}

async function assertCurrent({ tx }: Work, row: ConclusionRow | null, revision: number | null): Promise<void> {
  if (!row || row.revision === revision) return
  const byName = (await namesOfPosts(tx, [row.postId])).get(row.postId)?.fullName ?? ''
  refuse('conflict', 'stale', { byName, at: row.at.toISOString() })
}
