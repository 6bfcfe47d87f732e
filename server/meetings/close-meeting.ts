import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { enterRoom } from './room.ts'

/** Ends the session; conclusions may still be written. Refuses `poll_still_open`. */
export async function closeMeeting(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'close')
  await assertNoOpenPoll(work.tx, id)
  return moveMeeting(work, room, { move: 'close', change: { closedAt: work.at } })
}
