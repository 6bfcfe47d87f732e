import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { enterRoom } from './room.ts'

/** Breaks the session. Refuses `poll_still_open`. */
export async function pauseMeeting(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'pause')
  await assertNoOpenPoll(work.tx, id)
  return moveMeeting(work, room, { move: 'pause' })
}
