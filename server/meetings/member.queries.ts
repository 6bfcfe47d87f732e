import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { meetingMembers } from '#db/meetings/schema.ts'
import { postsByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { ToldMember } from './event.state.ts'
import type { SeatRow } from './meeting.queries.ts'
import { bySeat } from './meeting.state.ts'
import type { InvitationAnswer, MemberView, Part, Presence } from './screen.state.ts'

/** A seat to be given or changed. */
export type SeatInput = { postId: string; part: Part; mayVote: boolean; position: number }

/** The post in the chair. */
export async function chairOf(tx: Tx, meetingId: string): Promise<string> {
  const [chair] = await tx
    .select({ postId: meetingMembers.postId })
    .from(meetingMembers)
    .where(and(eq(meetingMembers.meetingId, meetingId), eq(meetingMembers.part, 'chair')))
  if (!chair) throw new Error(`meeting ${meetingId} has no chair`)
  return chair.postId
}

/** Every seat of a meeting, as stored. */
export async function seatsOf(tx: Tx, meetingId: string): Promise<SeatRow[]> {
  return tx.select().from(meetingMembers).where(eq(meetingMembers.meetingId, meetingId))
}

/** Everybody with a seat, as the desk sees them; with `postIds` only those. The caller has decided who may look. */
export async function membersOf(tx: Tx, meetingId: string, postIds?: string[]): Promise<MemberView[]> {
  const seats = (await seatsOf(tx, meetingId)).filter(({ postId }) => postIds?.includes(postId) ?? true)
  const posts = await postsByIds(
    tx,
    seats.map(({ postId }) => postId),
  )
  const byId = new Map(posts.map((post) => [post.id, post]))
  return bySeat(
    seats.map(({ meetingId: _, checkedInAt, ...seat }) => ({
      ...seat,
      personName: byId.get(seat.postId)?.fullName ?? '',
      title: byId.get(seat.postId)?.title ?? '',
      agencyName: byId.get(seat.postId)?.agencyName ?? '',
      checkedInAt: checkedInAt?.toISOString() ?? null,
    })),
  )
}

/** The same as every class may hear of them. */
export async function toldMembersOf(tx: Tx, meetingId: string, postIds: string[]): Promise<ToldMember[]> {
  const members = await membersOf(tx, meetingId, postIds)
  return members.map(({ answerNote: _, ...told }) => told)
}

/** Gives new seats and changes part, seat and vote of those that exist; answers and presence stay. */
export async function putSeats(tx: Tx, meetingId: string, seats: SeatInput[]): Promise<void> {
  if (seats.length === 0) return
  await tx
    .insert(meetingMembers)
    .values(seats.map((seat) => ({ ...seat, meetingId })))
    .onConflictDoUpdate({
      target: [meetingMembers.meetingId, meetingMembers.postId],
      set: { part: sql`excluded.part`, mayVote: sql`excluded.may_vote`, position: sql`excluded.position` },
    })
}

export async function deleteSeat(tx: Tx, meetingId: string, postId: string): Promise<void> {
  await tx.delete(meetingMembers).where(and(eq(meetingMembers.meetingId, meetingId), eq(meetingMembers.postId, postId)))
}

const ownSeat = (meetingId: string, postId: string) =>
  and(eq(meetingMembers.meetingId, meetingId), eq(meetingMembers.postId, postId))

export async function setAnswer(
  tx: Tx,
  seat: SeatRow,
  answered: { answer: InvitationAnswer; answerNote: string | null },
): Promise<void> {
  await tx.update(meetingMembers).set(answered).where(ownSeat(seat.meetingId, seat.postId))
}

export async function setPresence(
  tx: Tx,
  seat: SeatRow,
  presence: { presence: Presence; checkedInAt: Date },
): Promise<void> {
  await tx.update(meetingMembers).set(presence).where(ownSeat(seat.meetingId, seat.postId))
}

/** Who has a vote, ascending by post, and who of them has checked in. */
export async function votersOf(
  tx: Tx,
  meetingId: string,
): Promise<{ postId: string; isChair: boolean; isPresent: boolean }[]> {
  return tx
    .select({
      postId: meetingMembers.postId,
      isChair: sql<boolean>`${meetingMembers.part} = 'chair'`,
      isPresent: sql<boolean>`${meetingMembers.presence} <> 'none'`,
    })
    .from(meetingMembers)
    .where(and(eq(meetingMembers.meetingId, meetingId), eq(meetingMembers.mayVote, true)))
    .orderBy(meetingMembers.postId)
}

/** How many of these posts have checked in. */
export async function presentAmong(tx: Tx, meetingId: string, postIds: string[]): Promise<number> {
  if (postIds.length === 0) return 0
  return tx.$count(
    meetingMembers,
    and(
      eq(meetingMembers.meetingId, meetingId),
      ne(meetingMembers.presence, 'none'),
      inArray(meetingMembers.postId, postIds),
    ),
  )
}
