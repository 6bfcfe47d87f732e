import { eq, inArray } from 'drizzle-orm'
import { files } from '#db/files/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { maySeeUpload } from './files.permissions.ts'

export type FileRow = typeof files.$inferSelect
export type NewFile = Omit<FileRow, 'id'>

/** The actor's own upload; somebody else's looks absent (`not_found`). */
export async function fileVisibleTo(tx: Tx, actor: Actor, id: string): Promise<FileRow> {
  const [file] = await tx.select().from(files).where(eq(files.id, id))
  return file && maySeeUpload(actor, file) ? file : refuse('not_found', 'not_found')
}

/**
 * Files that the caller has already found by a right of its own (attached to a document that the actor sees). Asks no
 * further; unknown ids are left out.
 */
export async function attachedFiles(tx: Tx, ids: readonly string[]): Promise<FileRow[]> {
  return ids.length === 0
    ? []
    : tx
        .select()
        .from(files)
        .where(inArray(files.id, [...ids]))
}

/** Writes the row of an upload whose bytes are kept. */
export async function insertFile(tx: Tx, file: NewFile): Promise<FileRow> {
  const [row] = await tx.insert(files).values(file).returning()
  return row!
}
