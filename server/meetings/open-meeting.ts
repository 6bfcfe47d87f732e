import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { enterRoom } from './room.ts'

/** The chair, or a secretary for the chair, opens the session. The quorum is counted live and asked for at each vote. */
export async function openMeeting(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'open')
  return moveMeeting(work, room, { move: 'open', change: { openedAt: work.at } })
}
