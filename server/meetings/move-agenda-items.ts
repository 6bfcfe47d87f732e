import { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { agendaOf, orderItems } from './agenda.queries.ts'
import { tellAgenda } from './change-agenda.ts'
import { enterRoom } from './room.ts'

export const moveAgendaItemsInput = z.object({ itemIds: z.array(z.uuid()).min(1).max(200) })

/**
 * Puts the whole agenda into this order. Refuses `items_differ` when the list does not name exactly the items that there
 * are: somebody added or removed one meanwhile.
 */
export async function moveAgendaItems(
  work: Work,
  { id, itemIds }: z.output<typeof moveAgendaItemsInput> & { id: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  const present = new Set((await agendaOf(work.tx, id)).map((item) => item.id))
  const named = new Set(itemIds)
  const same =
    named.size === itemIds.length && named.size === present.size && itemIds.every((itemId) => present.has(itemId))
  if (!same) refuse('conflict', 'items_differ')
  await orderItems(work.tx, itemIds)
  return { seq: await tellAgenda(work, room, { data: { order: itemIds } }) }
}
