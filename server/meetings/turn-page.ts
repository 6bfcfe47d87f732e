import { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { paperOf } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import { checkPage } from './meeting.rules.ts'
import { enterRoom, tellRoom } from './room.ts'

export const turnPageInput = z.object({ paperId: z.uuid(), page: z.number().int().min(1) })

/**
 * Shows a page to everybody who follows. The last turn wins; showing what is shown already costs nothing. The journal does
 * not hear of it: the meeting's log does. Refuses `page_out_of_range {pages}`, and `forbidden` without the stage.
 */
export async function turnPage(
  work: Work,
  { id, paperId, page }: z.output<typeof turnPageInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'turnPage')
  const { stage, seq } = room.meeting
  const { postId } = room.seat
  if (stage?.paperId === paperId && stage.page === page && stage.postId === postId) return { seq }
  checkPage(page, (await paperOf(work.tx, id, paperId)).pages)
  const shown = { paperId, page, postId }
  return { seq: await tellRoom(work, room, meetingEvent('page.turned', shown), { stage: shown }) }
}
