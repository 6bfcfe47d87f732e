import type { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { itemOf, updateItem } from './agenda.queries.ts'
import { tellAgenda } from './change-agenda.ts'
import { checkAgencies, type itemInput } from './item-input.ts'
import { enterRoom } from './room.ts'

/** Changes the words, the leading agency or the planned length of an item. */
export async function editAgendaItem(
  work: Work,
  { id, itemId, ...item }: z.output<typeof itemInput> & { id: string; itemId: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await itemOf(work.tx, id, itemId)
  await checkAgencies(work.tx, [item.leadAgencyId])
  await updateItem(work.tx, itemId, item)
  return { seq: await tellAgenda(work, room, { data: { changed: itemId, title: item.title } }) }
}
