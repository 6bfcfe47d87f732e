import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { agendaItems, papers } from '#db/meetings/schema.ts'
import { agenciesByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { byPlace } from './meeting.state.ts'
import type { ItemState, ItemView, PaperView } from './screen.state.ts'

export type ItemRow = typeof agendaItems.$inferSelect
export type PaperRow = typeof papers.$inferSelect

/** The agenda in its order, with the names of the leading agencies. The caller has decided who may look. */
export async function agendaOf(tx: Tx, meetingId: string): Promise<ItemView[]> {
  const rows = await tx
    .select()
    .from(agendaItems)
    .where(eq(agendaItems.meetingId, meetingId))
    .orderBy(asc(agendaItems.position), asc(agendaItems.id))
  const leads = await agenciesByIds(
    tx,
    rows.flatMap(({ leadAgencyId }) => leadAgencyId ?? []),
  )
  const nameOf = new Map(leads.map((agency) => [agency.id, agency.name]))
  return rows.map(({ meetingId: _, ...item }) => ({
    ...item,
    leadAgencyName: item.leadAgencyId ? (nameOf.get(item.leadAgencyId) ?? null) : null,
  }))
}

/** One item of this meeting; refuses `not_found`. */
export async function itemOf(tx: Tx, meetingId: string, itemId: string): Promise<ItemRow> {
  const [item] = await tx
    .select()
    .from(agendaItems)
    .where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.id, itemId)))
  return item ?? refuse('not_found', 'not_found')
}

export async function insertItems(tx: Tx, rows: (typeof agendaItems.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(agendaItems).values(rows)
}

export async function updateItem(
  tx: Tx,
  itemId: string,
  set: Partial<Pick<ItemRow, 'title' | 'leadAgencyId' | 'minutes'>>,
): Promise<void> {
  await tx.update(agendaItems).set(set).where(eq(agendaItems.id, itemId))
}

export async function deleteItem(tx: Tx, itemId: string): Promise<void> {
  await tx.delete(agendaItems).where(eq(agendaItems.id, itemId))
}

/** Numbers the items 1, 2, 3 … in this order. */
export async function orderItems(tx: Tx, itemIds: string[]): Promise<void> {
  const places = sql.join(
    itemIds.map((id, index) => sql`when ${id}::uuid then ${index + 1}::int`),
    sql` `,
  )
  await tx
    .update(agendaItems)
    .set({ position: sql`case ${agendaItems.id} ${places} end` })
    .where(inArray(agendaItems.id, itemIds))
}

export async function setItemStates(tx: Tx, states: { itemId: string; state: ItemState }[]): Promise<void> {
  for (const { itemId, state } of states) await tx.update(agendaItems).set({ state }).where(eq(agendaItems.id, itemId))
}

/** The papers of a meeting, item by item. The caller has decided who may look. */
export async function papersOf(tx: Tx, meetingId: string): Promise<PaperView[]> {
  const rows = await tx.select().from(papers).where(eq(papers.meetingId, meetingId))
  return byPlace(rows.map(viewOfPaper))
}

function viewOfPaper(row: PaperRow): PaperView {
  const { id, itemId, position, title, documentId, fileSha256, pages, sizeBytes } = row
  return { id, itemId, position, title, documentId, sha256: fileSha256, pages, size_bytes: sizeBytes }
}

/** One paper of this meeting; refuses `not_found`. */
export async function paperOf(tx: Tx, meetingId: string, paperId: string): Promise<PaperRow> {
  const [paper] = await tx
    .select()
    .from(papers)
    .where(and(eq(papers.meetingId, meetingId), eq(papers.id, paperId)))
  return paper ?? refuse('not_found', 'not_found')
}

/** Puts a paper at the end of its item and answers what screens see of it. */
export async function insertPaper(tx: Tx, row: Omit<typeof papers.$inferInsert, 'position'>): Promise<PaperView> {
  const last = sql`(select coalesce(max(${papers.position}), 0) + 1 from ${papers} where ${papers.itemId} = ${row.itemId})`
  const [made] = await tx
    .insert(papers)
    .values({ ...row, position: last as unknown as number })
    .returning()
  return viewOfPaper(made!)
}

export async function deletePapers(tx: Tx, paperIds: string[]): Promise<void> {
  await tx.delete(papers).where(inArray(papers.id, paperIds))
}
