import { createHash } from 'node:crypto'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { presentAmong } from './member.queries.ts'
import { ballotsOf, frozenVotersOf, lockPoll, type PollRow, setPollClosed } from './poll.queries.ts'
import { countBallots, resultOf } from './poll.rules.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'
import type { BallotView, PollResult, VotingRule } from './screen.state.ts'

/**
 * Closes a vote and says what came of it by the rule that was frozen at the opening. The lock on the poll stands between
 * every ballot and the count: what was acknowledged is counted, what comes later is refused. Closing a closed poll gives
 * the same result again.
 */
export async function closePoll(
  work: Work,
  { id, pollId }: { id: string; pollId: string },
): Promise<{ seq: number; result: PollResult }> {
  const room = await enterRoom(work, id, 'closePoll')
  const poll = await lockPoll(work.tx, id, pollId)
  if (poll.state === 'closed') return { seq: room.meeting.seq, result: poll.result as PollResult }
  const ballots = await ballotsOf(work.tx, pollId)
  const result = await countedResult(work, poll, ballots)
  await setPollClosed(work.tx, pollId, { at: work.at, result })
  const closedAt = work.at.toISOString()
  await tellRoom(work, room, meetingEvent('poll.voters', { pollId, postIds: ballots.map(({ postId }) => postId) }))
  await tellRoom(work, room, meetingEvent('poll.ballots', { pollId, ballots }))
  const seq = await tellRoom(work, room, meetingEvent('poll.closed', { pollId, closedAt, result }))
  recordInRoom(work, room, { pollId, result, ballotsSha256: digestOf(ballots) })
  return { seq, result }
}

async function countedResult({ tx }: Work, poll: PollRow, ballots: BallotView[]): Promise<PollResult> {
  const voters = await frozenVotersOf(tx, poll.id)
  const postIds = voters.map(({ postId }) => postId)
  const chair = voters.find(({ isChair }) => isChair)?.postId ?? null
  const present = await presentAmong(tx, poll.meetingId, postIds)
  const rule = poll.rule as VotingRule
  return resultOf(rule, { ...countBallots(ballots, chair), eligible: voters.length, present })
}

/** Binds the journal to the ballots: `post choice` a line, ascending by post. */
function digestOf(ballots: BallotView[]): string {
  const text = ballots.map(({ postId, choice }) => `${postId} ${choice}\n`).join('')
  return createHash('sha256').update(text).digest('hex')
}
