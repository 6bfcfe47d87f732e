import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveMeeting } from './move-meeting.ts'
import { enterRoom } from './room.ts'

/** Invites everybody who has a seat: from now on they see the meeting and its papers. */
export async function inviteMembers(work: Work, { id }: { id: string }): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'invite')
  return moveMeeting(work, room, { move: 'invite' })
}
