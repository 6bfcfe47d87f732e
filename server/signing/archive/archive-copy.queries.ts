import { and, count, eq, min } from 'drizzle-orm'
import { archiveCopies } from '#db/signing/schema.ts'
import type { Tx } from '#server/kernel/house.ts'

export type ArchiveCopyRow = typeof archiveCopies.$inferSelect

/** Null where these bytes have a copy already. */
export async function insertArchiveCopy(tx: Tx, row: typeof archiveCopies.$inferInsert): Promise<string | null> {
  const [made] = await tx.insert(archiveCopies).values(row).onConflictDoNothing().returning({ id: archiveCopies.id })
  return made?.id ?? null
}

export async function archiveCopyById(tx: Tx, id: string): Promise<ArchiveCopyRow | null> {
  const [row] = await tx.select().from(archiveCopies).where(eq(archiveCopies.id, id))
  return row ?? null
}

/** The archive copy of a delivered file, or null. Whoever may read the file may read its copy. */
export async function archiveCopyOf(tx: Tx, sourceSha256: string): Promise<ArchiveCopyRow | null> {
  const [row] = await tx.select().from(archiveCopies).where(eq(archiveCopies.sourceSha256, sourceSha256))
  return row ?? null
}

/** Writes what a try came to, unless another one has done so since the row was read; answers whether it did. */
export async function updateArchiveCopy(
  tx: Tx,
  seen: ArchiveCopyRow,
  columns: Partial<typeof archiveCopies.$inferInsert>,
): Promise<boolean> {
  const rows = await tx
    .update(archiveCopies)
    .set({ ...columns, revision: seen.revision + 1 })
    .where(and(eq(archiveCopies.id, seen.id), eq(archiveCopies.revision, seen.revision)))
    .returning({ id: archiveCopies.id })
  return rows.length > 0
}

/** How many archive copies wait for a service, and since when the oldest of them does. */
export async function waitingArchiveCopies(tx: Tx): Promise<{ waiting: number; since: Date | null }> {
  const [row] = await tx
    .select({ waiting: count(), since: min(archiveCopies.createdAt) })
    .from(archiveCopies)
    .where(eq(archiveCopies.state, 'waiting'))
  return row ?? { waiting: 0, since: null }
}
