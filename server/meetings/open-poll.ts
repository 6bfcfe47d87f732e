import { z } from 'zod'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { itemOf } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import { meetingTypeOf, votingRuleOf } from './meeting.queries.ts'
import { votersOf } from './member.queries.ts'
import { assertNoOpenPoll, insertPoll, viewOfPoll } from './poll.queries.ts'
import { checkQuorum } from './poll.rules.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

export const openPollInput = z.object({ itemId: z.uuid(), question: prose(1000) })

/**
 * Opens a named vote at an item. The voters and the rule of the meeting's type, with its legal basis, are frozen now.
 * Refuses `quorum_not_met {present, needed}`, `poll_still_open`, `not_found` for an item of another meeting.
 */
export async function openPoll(
  work: Work,
  { id, itemId, question }: z.output<typeof openPollInput> & { id: string },
): Promise<{ seq: number; pollId: string }> {
  const room = await enterRoom(work, id, 'openPoll')
  await assertNoOpenPoll(work.tx, id)
  await itemOf(work.tx, id, itemId)
  const rule = votingRuleOf(await meetingTypeOf(work.tx, room.meeting.typeCode))
  const voters = await votersOf(work.tx, id)
  const present = voters.filter(({ isPresent }) => isPresent).length
  checkQuorum(rule, { eligible: voters.length, present })
  const opened = { openedByPostId: work.actor.postId, openedAt: work.at }
  const row = { meetingId: id, itemId, question, kind: 'named', state: 'open', rule, ...opened } as const
  const poll = await insertPoll(work.tx, row, voters)
  const voterPostIds = voters.map(({ postId }) => postId)
  const seq = await tellRoom(work, room, meetingEvent('poll.opened', { poll: viewOfPoll(poll, voterPostIds, []) }))
  recordInRoom(work, room, { pollId: poll.id, itemId, question, rule, eligible: voters.length, present })
  return { seq, pollId: poll.id }
}
