import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { people, posts } from '#db/identity/schema.ts'
import { ballots, meetingMembers, polls } from '#db/meetings/schema.ts'
import type { VotingRule } from '#server/meetings/screen.state.ts'
import { actorOf } from '#test/support/world.ts'
import type { PollUnderTest } from './ballot-box.contract.ts'
import { type RoomWorld, opened } from './room-world.ts'

type Voter = { postId: string; personId: string }

/** Invents so many posts of the committee with a person each; written once and used for every poll. */
export async function inventVoters(room: RoomWorld, count: number): Promise<Voter[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), index }))
  await room.house.db.insert(people).values(
    rows.map(({ id, index }) => ({
      id,
      userName: `daibieu.${index}`,
      fullName: `Đại biểu ${index}`,
      sortKey: `${index}`,
      passwordHash: '',
      createdAt: room.clock.now(),
    })),
  )
  const seats = rows.map(({ id, index }) => ({
    personId: id,
    agencyId: room.world.committee,
    title: `Đại biểu số ${index}`,
    role: 'specialist' as const,
    validFrom: '2016-01-01',
  }))
  const made = await room.house.db.insert(posts).values(seats).returning()
  return made.map(({ id: postId, personId }) => ({ postId, personId })).sort((a, b) => (a.postId < b.postId ? -1 : 1))
}

/** Opens a poll whose voters are these; everybody but one more has checked in. Nobody of the usual members has a vote. */
export async function pollOf(room: RoomWorld, voters: Voter[], mayChange: boolean): Promise<PollUnderTest> {
  const { id: meetingId, itemIds } = await opened(room)
  const { db } = room.house
  await db.update(meetingMembers).set({ mayVote: false }).where(eq(meetingMembers.meetingId, meetingId))
  const absent = actorOf(room.world, 'pct')
  const seats = voters.map(({ postId }, index) => ({
    meetingId,
    postId,
    part: 'member' as const,
    position: index + 10,
  }))
  await db.insert(meetingMembers).values(seats.map((seat) => ({ ...seat, mayVote: true, presence: 'online' as const })))
  await db
    .update(meetingMembers)
    .set({ mayVote: true, presence: 'none' })
    .where(eq(meetingMembers.postId, absent.postId))
  const asked = { itemId: itemIds[1], question: 'Thông qua?' }
  const { pollId } = await room.done<{ pollId: string }>('chutich', `POST /meetings/${meetingId}/polls`, asked)
  if (!mayChange) await forbidChange(room, pollId)
  return {
    meetingId,
    pollId,
    voters,
    absent,
    invited: actorOf(room.world, 'giamdoc.sttt'),
    stranger: actorOf(room.world, 'vanthu.longxuyen'),
    async close() {
      const path = `POST /meetings/${meetingId}/polls/${pollId}/close`
      const { result } = await room.done<{ result: { yes: number; no: number; abstain: number } }>('chutich', path)
      return result
    },
    ballots: () =>
      db
        .select({ postId: ballots.postId, choice: ballots.choice })
        .from(ballots)
        .where(eq(ballots.pollId, pollId))
        .orderBy(asc(ballots.postId)),
  }
}

async function forbidChange(room: RoomWorld, pollId: string): Promise<void> {
  const [poll] = await room.house.db.select().from(polls).where(eq(polls.id, pollId))
  const rule = { ...(poll!.rule as VotingRule), mayChangeBallot: false }
  await room.house.db.update(polls).set({ rule }).where(eq(polls.id, pollId))
}
