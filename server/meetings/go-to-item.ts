import { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { agendaOf, setItemStates } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import { enterItem } from './meeting.rules.ts'
import { assertNoOpenPoll } from './poll.queries.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

export const goToItemInput = z.object({ itemId: z.uuid() })

/** The chair goes to an item; the one before it is done. Refuses `not_found`, and `poll_still_open`. */
export async function goToItem(
  work: Work,
  { id, itemId }: z.output<typeof goToItemInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'goToItem')
  await assertNoOpenPoll(work.tx, id)
  const states = enterItem(await agendaOf(work.tx, id), itemId)
  await setItemStates(work.tx, states)
  const seq = await tellRoom(work, room, meetingEvent('item.entered', { itemId, states }), { currentItemId: itemId })
  recordInRoom(work, room, { itemId })
  return { seq }
}
