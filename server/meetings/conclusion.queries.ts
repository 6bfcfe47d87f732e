import { and, eq, sql } from 'drizzle-orm'
import { conclusions } from '#db/meetings/schema.ts'
import { agenciesByIds } from '#server/identity/door.ts'
import type { Tx } from '#server/kernel/house.ts'
import { byItem } from './meeting.state.ts'
import type { ConclusionView } from './screen.state.ts'

export type ConclusionRow = typeof conclusions.$inferSelect

/** The conclusion at an item, or null; locked for the act that changes it. */
export async function lockConclusion(tx: Tx, meetingId: string, itemId: string): Promise<ConclusionRow | null> {
  const [row] = await tx
    .select()
    .from(conclusions)
    .where(and(eq(conclusions.meetingId, meetingId), eq(conclusions.itemId, itemId)))
    .for('update')
  return row ?? null
}

/** Writes the conclusion of an item, or the next revision of it. */
export async function putConclusion(tx: Tx, row: Omit<typeof conclusions.$inferInsert, 'id'>): Promise<ConclusionRow> {
  const { text, assignments, postId, at } = row
  const [put] = await tx
    .insert(conclusions)
    .values(row)
    .onConflictDoUpdate({
      target: [conclusions.meetingId, conclusions.itemId],
      set: { text, assignments, postId, at, revision: sql`${conclusions.revision} + 1` },
    })
    .returning()
  return put!
}

/** The conclusions of a meeting by item. The caller has decided who may look. */
export async function conclusionsOf(tx: Tx, meetingId: string): Promise<ConclusionView[]> {
  const rows = await tx.select().from(conclusions).where(eq(conclusions.meetingId, meetingId))
  return viewsOfConclusions(tx, rows)
}

/** What screens see of these rows: the agencies by name. */
export async function viewsOfConclusions(tx: Tx, rows: ConclusionRow[]): Promise<ConclusionView[]> {
  const ids = rows.flatMap(({ assignments }) => assignments.map(({ agencyId }) => agencyId))
  const nameOf = new Map((await agenciesByIds(tx, ids)).map((agency) => [agency.id, agency.name]))
  return byItem(
    rows.map(({ id, itemId, text, assignments, revision }) => ({
      id,
      itemId,
      text,
      revision,
      assignments: assignments.map((one) => ({ ...one, agencyName: nameOf.get(one.agencyId) ?? '' })),
    })),
  )
}
