import { asc, eq, inArray, sql } from 'drizzle-orm'
import { documentActs, documentRecipients, documents, documentTypes, documentVersions } from '#db/documents/schema.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { maySeeDocument } from './documents.permissions.ts'

export type DocumentRow = typeof documents.$inferSelect
export type NewDocument = typeof documents.$inferInsert
export type DocumentTypeRow = typeof documentTypes.$inferSelect

/** One outgoing document that the actor may see; refuses `not_found` for all others, which look absent. */
export async function documentVisibleTo(tx: Tx, actor: Actor, id: string): Promise<DocumentRow> {
  const [row] = await tx.select().from(documents).where(eq(documents.id, id))
  return row && maySeeDocument(actor, row) ? row : refuse('not_found', 'not_found')
}

/** The same, locked until the end of the transaction: of two acts on one document the second sees what the first did. */
export async function documentForAct(tx: Tx, actor: Actor, id: string): Promise<DocumentRow> {
  const [row] = await tx.select().from(documents).where(eq(documents.id, id)).for('update')
  return row && maySeeDocument(actor, row) ? row : refuse('not_found', 'not_found')
}

export async function insertDocument(tx: Tx, document: NewDocument): Promise<DocumentRow> {
  const [row] = await tx.insert(documents).values(document).returning()
  return row!
}

/** Writes columns and grows the revision. Only `draft…`, `edit…` and `move-document.ts` call it. */
export async function updateDocument(tx: Tx, id: string, columns: Partial<NewDocument>): Promise<DocumentRow> {
  const [row] = await tx
    .update(documents)
    .set({ ...columns, revision: sql`${documents.revision} + 1` })
    .where(eq(documents.id, id))
    .returning()
  return row!
}

/** Puts the recipients in the given order in place of the earlier ones. */
export async function replaceRecipients(tx: Tx, documentId: string, agencyIds: readonly string[]): Promise<void> {
  await tx.delete(documentRecipients).where(eq(documentRecipients.documentId, documentId))
  if (agencyIds.length === 0) return
  await tx
    .insert(documentRecipients)
    .values(agencyIds.map((agencyId, position) => ({ documentId, agencyId, position })))
}

/** The recipients' agency ids in the drafter's order. */
export async function recipientIdsOf(tx: Tx, documentId: string): Promise<string[]> {
  const rows = await tx
    .select({ agencyId: documentRecipients.agencyId })
    .from(documentRecipients)
    .where(eq(documentRecipients.documentId, documentId))
    .orderBy(asc(documentRecipients.position))
  return rows.map((row) => row.agencyId)
}

export async function insertAct(tx: Tx, act: typeof documentActs.$inferInsert): Promise<void> {
  await tx.insert(documentActs).values(act)
}

/** Every act on the way of a document, oldest first. The caller has shown that the document is visible. */
export async function actsOf(tx: Tx, documentId: string) {
  return tx
    .select()
    .from(documentActs)
    .where(eq(documentActs.documentId, documentId))
    .orderBy(asc(documentActs.revision))
}

/** When the document was last signed; null before. */
export async function signedAtOf(tx: Tx, documentId: string): Promise<Date | null> {
  const signed = (await actsOf(tx, documentId)).findLast(({ act }) => act === 'sign')
  return signed?.at ?? null
}

/** Keeps what is submitted as the next version: 1, 2, 3 … The document's row must be locked. */
export async function insertVersion(
  tx: Tx,
  version: Omit<typeof documentVersions.$inferInsert, 'version'>,
): Promise<number> {
  const last = tx
    .select({ version: sql<number>`coalesce(max(${documentVersions.version}), 0) + 1` })
    .from(documentVersions)
    .where(eq(documentVersions.documentId, version.documentId))
  const [row] = await tx
    .insert(documentVersions)
    .values({ ...version, version: sql`(${last})` })
    .returning({ version: documentVersions.version })
  return row!.version
}

/** The submitted versions of a document, newest first. */
export async function versionsOf(tx: Tx, documentId: string) {
  return tx
    .select()
    .from(documentVersions)
    .where(eq(documentVersions.documentId, documentId))
    .orderBy(sql`${documentVersions.version} desc`)
}

/** The document types in force on a day, in the decree's order. */
export async function documentTypesOn(tx: Tx, day: string): Promise<DocumentTypeRow[]> {
  return tx
    .select()
    .from(documentTypes)
    .where(sql`${day}::date between ${documentTypes.validFrom} and coalesce(${documentTypes.validTo}, 'infinity')`)
    .orderBy(asc(documentTypes.position))
}

/** One document type; refuses `unknown_type`. */
export async function documentTypeOf(tx: Tx, code: string): Promise<DocumentTypeRow> {
  const [row] = await tx.select().from(documentTypes).where(eq(documentTypes.code, code))
  return row ?? refuse('invalid', 'unknown_type', { typeCode: code })
}

/** The titles by which other rooms name documents. The caller has shown that the ids may be seen. */
export async function documentTitlesOf(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      id: documents.id,
      code: documents.code,
      subject: documents.subject,
      typeCode: documents.typeCode,
      state: documents.state,
      issuedOn: documents.issuedOn,
    })
    .from(documents)
    .where(inArray(documents.id, [...new Set(ids)]))
}

/** Prints a just-taken number on a document whose move has been written; the last write of the transaction. */
export async function setDocumentNumber(
  tx: Tx,
  id: string,
  taken: { number: number; code: string },
): Promise<DocumentRow> {
  const [row] = await tx.update(documents).set(taken).where(eq(documents.id, id)).returning()
  return row!
}

/** What the exchange carries of an issued document, with its recipients; null for anything not issued. */
export async function issuedDocumentOf(
  tx: Tx,
  id: string,
): Promise<{ document: DocumentRow; recipientIds: string[] } | null> {
  const [document] = await tx.select().from(documents).where(eq(documents.id, id))
  return document?.state === 'issued' ? { document, recipientIds: await recipientIdsOf(tx, id) } : null
}

/** A file name that every system takes: `664-UBND-TH.pdf`. */
export function fileNameOf(title: string): string {
  return `${title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 120)}.pdf`
}
