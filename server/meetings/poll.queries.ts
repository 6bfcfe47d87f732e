import { and, asc, eq, inArray } from 'drizzle-orm'
import { ballots, meetings, polls, pollVoters } from '#db/meetings/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { byOpening } from './meeting.state.ts'
import type { BallotView, PollResult, PollView, VotingRule } from './screen.state.ts'

export type PollRow = typeof polls.$inferSelect

/** One poll of this meeting, locked: no ballot is written and no other close happens meanwhile. Refuses `not_found`. */
export async function lockPoll(tx: Tx, meetingId: string, pollId: string): Promise<PollRow> {
  const [poll] = await tx
    .select()
    .from(polls)
    .where(and(eq(polls.meetingId, meetingId), eq(polls.id, pollId)))
    .for('no key update')
  return poll ?? refuse('not_found', 'not_found')
}

/** The meeting of a poll and its agency, for the machinery that tells turnouts; null for an unknown poll. */
export async function meetingOfPoll(tx: Tx, pollId: string): Promise<{ meetingId: string; agencyId: string } | null> {
  const [found] = await tx
    .select({ meetingId: meetings.id, agencyId: meetings.agencyId })
    .from(polls)
    .innerJoin(meetings, eq(meetings.id, polls.meetingId))
    .where(eq(polls.id, pollId))
  return found ?? null
}

/** Refuses `poll_still_open` while a vote is going on in the meeting. */
export async function assertNoOpenPoll(tx: Tx, meetingId: string): Promise<void> {
  const open = await tx.$count(polls, and(eq(polls.meetingId, meetingId), eq(polls.state, 'open')))
  if (open > 0) refuse('conflict', 'poll_still_open')
}

/** True when anything was ever voted on at the item. */
export async function hasPollAt(tx: Tx, itemId: string): Promise<boolean> {
  return (await tx.$count(polls, eq(polls.itemId, itemId))) > 0
}

/** Opens a poll with its frozen rule and voters. */
export async function insertPoll(
  tx: Tx,
  row: typeof polls.$inferInsert,
  voters: { postId: string; isChair: boolean }[],
): Promise<PollRow> {
  const [poll] = await tx.insert(polls).values(row).returning()
  const frozen = voters.map(({ postId, isChair }) => ({ pollId: poll!.id, postId, isChair }))
  if (frozen.length > 0) await tx.insert(pollVoters).values(frozen)
  return poll!
}

/** The frozen voters, ascending by post. */
export async function frozenVotersOf(tx: Tx, pollId: string): Promise<{ postId: string; isChair: boolean }[]> {
  return tx
    .select({ postId: pollVoters.postId, isChair: pollVoters.isChair })
    .from(pollVoters)
    .where(eq(pollVoters.pollId, pollId))
    .orderBy(asc(pollVoters.postId))
}

/** The ballots as they count now, ascending by post. */
export async function ballotsOf(tx: Tx, pollId: string): Promise<BallotView[]> {
  return tx
    .select({ postId: ballots.postId, choice: ballots.choice })
    .from(ballots)
    .where(eq(ballots.pollId, pollId))
    .orderBy(asc(ballots.postId))
}

export async function setPollClosed(tx: Tx, pollId: string, closed: { at: Date; result: PollResult }): Promise<void> {
  await tx
    .update(polls)
    .set({ state: 'closed', closedAt: closed.at, result: closed.result })
    .where(eq(polls.id, pollId))
}

/** Remembers which turnout the log told last. */
export async function setToldTurnout(tx: Tx, pollId: string, toldTurnout: number): Promise<void> {
  await tx.update(polls).set({ toldTurnout }).where(eq(polls.id, pollId))
}

/** The polls of a meeting in the order of their opening, as the desk sees them. The caller has decided who may look. */
export async function pollsOf(tx: Tx, meetingId: string): Promise<PollView[]> {
  const rows = await tx.select().from(polls).where(eq(polls.meetingId, meetingId))
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const voters = await tx
    .select()
    .from(pollVoters)
    .where(inArray(pollVoters.pollId, ids))
    .orderBy(asc(pollVoters.postId))
  const cast = await tx.select().from(ballots).where(inArray(ballots.pollId, ids)).orderBy(asc(ballots.postId))
  const votersBy = Map.groupBy(voters, ({ pollId }) => pollId)
  const castBy = Map.groupBy(cast, ({ pollId }) => pollId)
  return byOpening(
    rows.map((row) => {
      const voterPostIds = (votersBy.get(row.id) ?? []).map(({ postId }) => postId)
      return viewOfPoll(row, voterPostIds, castBy.get(row.id) ?? [])
    }),
  )
}

/** What the desk sees of a poll. Nobody sees who voted what before the close. */
export function viewOfPoll(row: PollRow, voterPostIds: string[], cast: BallotView[]): PollView {
  return {
    id: row.id,
    itemId: row.itemId,
    question: row.question,
    kind: row.kind,
    state: row.state,
    rule: row.rule as VotingRule,
    voterPostIds,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    voted: cast.length,
    votedPostIds: cast.map(({ postId }) => postId),
    result: row.result as PollResult | null,
    ballots: row.state === 'closed' ? cast.map(({ postId, choice }) => ({ postId, choice })) : [],
  }
}
