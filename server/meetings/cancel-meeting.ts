import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { enterRoom } from './room.ts'

/** Calls a meeting off that has not begun. */
export async function cancelMeeting(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'cancel')
  return moveMeeting(work, room, { move: 'cancel' })
}
