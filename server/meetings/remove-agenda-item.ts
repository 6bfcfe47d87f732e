import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { deleteItem, itemOf, papersOf } from './agenda.queries.ts'
import { tellAgenda } from './change-agenda.ts'
import { lockConclusion } from './conclusion.queries.ts'
import { hasPollAt } from './poll.queries.ts'
import { takePapersAway } from './remove-paper.ts'
import { enterRoom } from './room.ts'

/** Takes an item off the agenda with its papers. Refuses `item_in_use` once it was presented, voted on or concluded. */
export async function removeAgendaItem(
  work: Work,
  { id, itemId }: { id: string; itemId: string },
): Promise<{ seq: number }> {
  const room = await enterRoom(work, id, 'editMeeting')
  const item = await itemOf(work.tx, id, itemId)
  const used = (await hasPollAt(work.tx, itemId)) || (await lockConclusion(work.tx, id, itemId)) !== null
  if (item.state !== 'waiting' || used) refuse('conflict', 'item_in_use')
  const papers = (await papersOf(work.tx, id)).filter((paper) => paper.itemId === itemId)
  const paperIds = papers.map((paper) => paper.id)
  if (paperIds.length > 0) await takePapersAway(work, room, paperIds)
  await deleteItem(work.tx, itemId)
  return { seq: await tellAgenda(work, room, { data: { removed: itemId } }) }
}
