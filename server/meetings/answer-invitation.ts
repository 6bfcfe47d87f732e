import { z } from 'zod'
import { prose } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { meetingEvent } from './event.state.ts'
import { setAnswer } from './member.queries.ts'
import { tellPosts } from './post-notices.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

export const answerInvitationInput = z.object({
  answer: z.enum(['attending', 'absent']),
  /** Why; only the desk reads it. */
  note: prose(1000).nullable().default(null),
})

/** Says whether one will come; may be said anew until the meeting is over. */
export async function answerInvitation(
  work: Work,
  { id, answer, note }: z.output<typeof answerInvitationInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'answerInvitation')
  const { postId } = room.seat
  await setAnswer(work.tx, room.seat, { answer, answerNote: note })
  const seq = await tellRoom(work, room, meetingEvent('member.answered', { postId, answer }))
  const noted = note !== room.seat.answerNote
  const last = noted ? await tellRoom(work, room, meetingEvent('member.noted', { postId, answerNote: note })) : seq
  tellPosts(work, id, [postId])
  recordInRoom(work, room, { answer })
  return { seq: last }
}
