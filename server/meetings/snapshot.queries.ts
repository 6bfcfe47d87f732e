import { and, asc, eq } from 'drizzle-orm'
import { ballots, meetings, polls } from '#db/meetings/schema.ts'
import { agencyById } from '#server/identity/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { agendaOf, papersOf } from './agenda.queries.ts'
import { asSeenBy } from './audience.rules.ts'
import { conclusionsOf } from './conclusion.queries.ts'
import {
  factsOf,
  type MeetingRow,
  meetingTypeOf,
  meetingVisibleTo,
  type SeatedMeeting,
  votingRuleOf,
} from './meeting.queries.ts'
import { membersOf } from './member.queries.ts'
import { pollsOf } from './poll.queries.ts'
import { audienceOfPart, roomRights } from './rights.rules.ts'
import type { Audience, Choice, HeaderView, MeetingSnapshot } from './screen.state.ts'

/** What belongs to the reader alone and so never travels to a class. */
export type Mine = Awaited<ReturnType<typeof mineOf>>

/** The reader's own seat, and how he has voted. */
export async function mineOf(tx: Tx, { meeting, seat }: SeatedMeeting) {
  const cast: { pollId: string; choice: Choice }[] = await tx
    .select({ pollId: ballots.pollId, choice: ballots.choice })
    .from(ballots)
    .innerJoin(polls, eq(polls.id, ballots.pollId))
    .where(and(eq(polls.meetingId, meeting.id), eq(ballots.postId, seat.postId)))
    .orderBy(asc(polls.openedAt), asc(polls.id))
  const { postId, part, mayVote, answerNote } = seat
  return { postId, part, mayVote, answerNote, audience: audienceOfPart(part), ballots: cast }
}

/** The title block of a meeting. */
export async function headerOf(tx: Tx, row: MeetingRow): Promise<HeaderView> {
  const type = await meetingTypeOf(tx, row.typeCode)
  const agency = await agencyById(tx, row.agencyId)
  return {
    title: row.title,
    agencyId: agency.id,
    agencyName: agency.name,
    typeCode: type.code,
    typeNameVi: type.nameVi,
    typeNameEn: type.nameEn,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    place: row.place,
    state: row.state,
    openedAt: row.openedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    rule: votingRuleOf(type),
    revision: row.revision,
  }
}

/**
 * Everything one class may see, with the number of the last event in it. Only whole when `tx` is a REPEATABLE READ
 * transaction: then no event falls between the parts. The caller has decided that the reader belongs to the class.
 */
export async function snapshotOf(tx: Tx, meetingId: string, audience: Audience): Promise<MeetingSnapshot> {
  const [row] = await tx.select().from(meetings).where(eq(meetings.id, meetingId))
  if (!row) throw new Error(`meeting ${meetingId} vanished`)
  return asSeenBy(audience, {
    audience,
    meetingId,
    epoch: row.epoch,
    seq: row.seq,
    header: await headerOf(tx, row),
    members: await membersOf(tx, meetingId),
    items: await agendaOf(tx, meetingId),
    papers: await papersOf(tx, meetingId),
    currentItemId: row.currentItemId,
    stage: row.stage,
    presenterPostId: row.presenterPostId,
    polls: await pollsOf(tx, meetingId),
    conclusions: await conclusionsOf(tx, meetingId),
    noticeDocumentId: row.noticeDocumentId,
  })
}

/** A meeting as its page shows it: the class's snapshot, the reader's own part and rights. Read it in REPEATABLE READ. */
export async function meetingDetailVisibleTo(tx: Tx, actor: Actor, id: string) {
  const seated = await meetingVisibleTo(tx, actor, id)
  const mine = await mineOf(tx, seated)
  return {
    id,
    mine,
    can: roomRights(factsOf(seated)),
    snapshot: await snapshotOf(tx, id, mine.audience),
  }
}
