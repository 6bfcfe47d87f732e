import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { deleteSeat, seatsOf } from './member.queries.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { tellPosts } from './post-notices.ts'
import { askToRejoin } from './rejoin.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

/**
 * Takes a seat away; the person's screens leave the live room at once. Refuses `meeting_keeps_chair`, and
 * `poll_still_open`: the voters of an open poll are frozen.
 */
export async function removeMember(
  work: Work,
  { id, postId }: { id: string; postId: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await assertNoOpenPoll(work.tx, id)
  const seat = (await seatsOf(work.tx, id)).find((one) => one.postId === postId) ?? refuse('not_found', 'not_found')
  if (seat.part === 'chair') refuse('conflict', 'meeting_keeps_chair')
  await deleteSeat(work.tx, id, postId)
  const change = room.meeting.presenterPostId === postId ? { presenterPostId: null } : {}
  const seq = await tellRoom(work, room, meetingEvent('member.removed', { postId }), change)
  askToRejoin(work, id)
  tellPosts(work, id, [postId])
  recordInRoom(work, room, { removed: postId })
  return { seq }
}
