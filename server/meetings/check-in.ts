import { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { setPresence } from './member.queries.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

export const checkInInput = z.object({ presence: z.enum(['in_room', 'online']) })

/** Says that one is there, in the room or online. The first time counts as the arrival; saying the same again changes nothing. */
export async function checkIn(
  work: Work,
  { id, presence }: z.output<typeof checkInInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'checkIn')
  const { seat, meeting } = room
  if (seat.presence === presence) return { seq: meeting.seq }
  const checkedInAt = seat.checkedInAt ?? work.at
  await setPresence(work.tx, seat, { presence, checkedInAt })
  const { postId } = seat
  const event = meetingEvent('member.checkedIn', { postId, presence, checkedInAt: checkedInAt.toISOString() })
  const seq = await tellRoom(work, room, event)
  recordInRoom(work, room, { presence })
  return { seq }
}
