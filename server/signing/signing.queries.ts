import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { signings } from '#db/signing/schema.ts'
import type { Tx } from '#server/kernel/house.ts'

export type SigningRow = typeof signings.$inferSelect
export type NewSigning = typeof signings.$inferInsert

export async function insertSigning(tx: Tx, row: NewSigning): Promise<string> {
  const [inserted] = await tx.insert(signings).values(row).returning({ id: signings.id })
  return inserted!.id
}

/** A signing, locked until the transaction ends. */
export async function signingForUpdate(tx: Tx, id: string): Promise<SigningRow | null> {
  const [row] = await tx.select().from(signings).where(eq(signings.id, id)).for('update')
  return row ?? null
}

/** Which thing, in whose place: what a screen says to find its unfinished signing again. */
type Place = Pick<SigningRow, 'subjectKind' | 'subjectId' | 'field' | 'baseSha256'>

const samePlace = (place: Place) =>
  and(
    eq(signings.subjectKind, place.subjectKind),
    eq(signings.subjectId, place.subjectId),
    eq(signings.field, place.field),
    eq(signings.baseSha256, place.baseSha256),
  )

/** Makes whoever embeds into the same place of the same file wait, until the transaction ends. */
export async function lockSubject(tx: Tx, { subjectKind, subjectId, field, baseSha256 }: Place): Promise<void> {
  const name = `signing ${subjectKind} ${subjectId} ${field} ${baseSha256}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}

/** The signing that was embedded into this place of this file, or null. */
export async function embeddedOn(tx: Tx, place: Place): Promise<SigningRow | null> {
  const [row] = await tx
    .select()
    .from(signings)
    .where(and(samePlace(place), eq(signings.state, 'embedded')))
  return row ?? null
}

/** The newest signing of this post in this place that can be gone on with at `at`, or null. */
export async function openSigningOn(tx: Tx, place: Place & { postId: string }, at: Date): Promise<SigningRow | null> {
  const open = and(inArray(signings.state, ['prepared', 'signed']), gt(signings.expiresAt, at))
  const [row] = await tx
    .select()
    .from(signings)
    .where(and(samePlace(place), eq(signings.postId, place.postId), or(open, eq(signings.state, 'embedded'))))
    .orderBy(desc(signings.createdAt))
    .limit(1)
  return row ?? null
}

/** A signing of the actor's own post, or null: others' look absent. */
export async function ownSigning(tx: Tx, postId: string, id: string): Promise<SigningRow | null> {
  const [row] = await tx
    .select()
    .from(signings)
    .where(and(eq(signings.id, id), eq(signings.postId, postId)))
  return row ?? null
}

/** The signing that a local tool's ticket stands for, while it waits for its file. */
export async function signingByTicket(tx: Tx, ticketSha256: string, at: Date): Promise<SigningRow | null> {
  const [row] = await tx
    .select()
    .from(signings)
    .where(and(eq(signings.ticketSha256, ticketSha256), eq(signings.state, 'prepared'), gt(signings.expiresAt, at)))
  return row ?? null
}

/**
 * Claims the sending of a code for this caller: false when one was sent after `before`, so that of two at once one sends.
 */
export async function claimCode(tx: Tx, id: string, { at, before }: { at: Date; before: Date }): Promise<boolean> {
  const due = or(isNull(signings.codeSentAt), lt(signings.codeSentAt, before))
  const claimed = await tx
    .update(signings)
    .set({ codeSentAt: at })
    .where(and(eq(signings.id, id), eq(signings.state, 'prepared'), due))
    .returning({ id: signings.id })
  return claimed.length > 0
}

/** Keeps what was learnt of an unfinished signing. */
export async function noteSigning(
  tx: Tx,
  id: string,
  noted: Partial<Pick<SigningRow, 'state' | 'signature' | 'remoteHandle' | 'codeSentAt' | 'returnedSha256'>>,
): Promise<void> {
  await tx
    .update(signings)
    .set(noted)
    .where(and(eq(signings.id, id), inArray(signings.state, ['prepared', 'signed'])))
}

/** True when it was still unfinished. */
export async function markAbandoned(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx
    .update(signings)
    .set({ state: 'abandoned' })
    .where(and(eq(signings.id, id), inArray(signings.state, ['prepared', 'signed'])))
    .returning({ id: signings.id })
  return gone.length > 0
}

export async function markEmbedded(tx: Tx, id: string, result: { sha256: string; at: Date }): Promise<void> {
  await tx
    .update(signings)
    .set({ state: 'embedded', resultSha256: result.sha256, embeddedAt: result.at })
    .where(eq(signings.id, id))
}
