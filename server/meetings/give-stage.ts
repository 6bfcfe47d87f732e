import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { seatsOf } from './member.queries.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

export const giveStageInput = z.object({ postId: z.uuid().nullable() })

/** Lets somebody with a seat turn the pages beside the desk; null takes the stage back. Refuses `not_found` for others. */
export async function giveStage(
  work: Work,
  { id, postId }: z.output<typeof giveStageInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'giveStage')
  const seats = await seatsOf(work.tx, id)
  if (postId !== null && !seats.some((seat) => seat.postId === postId)) refuse('not_found', 'not_found')
  const seq = await tellRoom(work, room, meetingEvent('stage.given', { postId }), { presenterPostId: postId })
  recordInRoom(work, room, { postId })
  return { seq }
}
