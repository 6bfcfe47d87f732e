import { and, asc, eq, getTableColumns, gte, isNull, lte, or, sql } from 'drizzle-orm'
import { meetingMembers, meetings, meetingTypes } from '#db/meetings/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import type { RoomFacts } from './rights.rules.ts'
import type { VotingRule } from './screen.state.ts'

export type MeetingRow = typeof meetings.$inferSelect
export type SeatRow = typeof meetingMembers.$inferSelect
export type MeetingTypeRow = typeof meetingTypes.$inferSelect
/** Columns of a meeting that an act changes; never `seq`, which only the log moves. */
export type MeetingChange = Partial<Omit<MeetingRow, 'id' | 'seq' | 'epoch'>>

/** A meeting and the reader's own seat in it. */
export type SeatedMeeting = { meeting: MeetingRow; seat: SeatRow }

/** Before it is invited, a meeting is the desk's own draft. */
const announced = or(sql`${meetings.state} not in ('prepared')`, sql`${meetingMembers.part} in ('chair', 'secretary')`)

const seated = (tx: Tx, actor: Actor, id: string) =>
  tx
    .select({ meeting: getTableColumns(meetings), seat: getTableColumns(meetingMembers) })
    .from(meetings)
    .innerJoin(meetingMembers, and(eq(meetingMembers.meetingId, meetings.id), eq(meetingMembers.postId, actor.postId)))
    .where(and(eq(meetings.id, id), announced))

/** The meeting and the actor's seat; refuses `not_found` for everybody without one. */
export async function meetingVisibleTo(tx: Tx, actor: Actor, id: string): Promise<SeatedMeeting> {
  const [found] = await seated(tx, actor, id)
  return found ?? refuse('not_found', 'not_found')
}

/** The same, and nobody else changes the meeting until this transaction ends: acts of one meeting happen one by one. */
export async function lockMeetingVisibleTo(tx: Tx, actor: Actor, id: string): Promise<SeatedMeeting> {
  const [found] = await seated(tx, actor, id).for('no key update', { of: meetings })
  return found ?? refuse('not_found', 'not_found')
}

/** What the actor's rights in the meeting hang on. */
export function factsOf({ meeting, seat }: SeatedMeeting): RoomFacts {
  const isPresenter = meeting.presenterPostId === seat.postId
  return { part: seat.part, mayVote: seat.mayVote, state: meeting.state, isPresenter }
}

/** The room of the meeting for its own machinery (turnout, restore), which sits at no post. */
export async function lockMeeting(tx: Tx, id: string): Promise<MeetingRow | null> {
  const [found] = await tx.select().from(meetings).where(eq(meetings.id, id)).for('no key update')
  return found ?? null
}

export async function insertMeeting(tx: Tx, row: typeof meetings.$inferInsert): Promise<void> {
  await tx.insert(meetings).values(row)
}

/** A type of meeting whose rules hold on that day; refuses `meeting_type_unknown`. */
export async function meetingTypeOn(tx: Tx, code: string, at: Date): Promise<MeetingTypeRow> {
  const [type] = await tx
    .select()
    .from(meetingTypes)
    .where(and(eq(meetingTypes.code, code), ...heldOn(at)))
  return type ?? refuse('invalid', 'meeting_type_unknown')
}

/** Every type of meeting that may be prepared on that day. */
export async function meetingTypesVisibleTo(tx: Tx, _actor: Actor, at: Date): Promise<MeetingTypeRow[]> {
  return tx
    .select()
    .from(meetingTypes)
    .where(and(...heldOn(at)))
    .orderBy(asc(meetingTypes.code))
}

function heldOn(at: Date) {
  const day = legalDay(at)
  return [lte(meetingTypes.validFrom, day), or(isNull(meetingTypes.validTo), gte(meetingTypes.validTo, day))]
}

/** The type that a meeting was prepared with, whether or not it still holds. */
export async function meetingTypeOf(tx: Tx, code: string): Promise<MeetingTypeRow> {
  const [type] = await tx.select().from(meetingTypes).where(eq(meetingTypes.code, code))
  if (!type) throw new Error(`meeting type ${code} vanished`)
  return type
}

/** The voting rule of a type, as a poll freezes it. */
export function votingRuleOf(type: MeetingTypeRow): VotingRule {
  return {
    typeCode: type.code,
    quorum: { numerator: type.quorumNumerator, denominator: type.quorumDenominator },
    majority: { numerator: type.majorityNumerator, denominator: type.majorityDenominator },
    majorityOf: type.majorityOf,
    tie: type.tie,
    mayChangeBallot: type.mayChangeBallot,
    instrument: type.instrument,
  }
}

/** Gives every meeting a new epoch after a restore: what screens still hold from before can never pass for the present. */
export async function startNewEpoch(tx: Tx): Promise<void> {
  await tx.update(meetings).set({ epoch: sql`gen_random_uuid()::text` })
}
