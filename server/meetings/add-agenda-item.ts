import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { agendaOf, insertItems } from './agenda.queries.ts'
import { tellAgenda } from './change-agenda.ts'
import { checkAgencies, type itemInput } from './item-input.ts'
import { enterRoom } from './room.ts'

/** Puts an item at the end of the agenda. Refuses `unknown_agency`. */
export async function addAgendaItem(
  work: Work,
  { id, ...item }: z.output<typeof itemInput> & { id: string },
): Promise<{ seq: number; itemId: string }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await checkAgencies(work.tx, [item.leadAgencyId])
  const itemId = randomUUID()
  const position = (await agendaOf(work.tx, id)).length + 1
  await insertItems(work.tx, [{ id: itemId, meetingId: id, position, ...item }])
  const seq = await tellAgenda(work, room, { data: { added: itemId, title: item.title } })
  return { seq, itemId }
}
