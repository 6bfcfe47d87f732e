import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { enterRoom } from './room.ts'

/** Goes on after a break. */
export async function resumeMeeting(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'resume')
  return moveMeeting(work, room, { move: 'resume' })
}
