import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import {
  certificates,
  keyStores,
  signatureImages,
  signings,
  trustRoots,
  verificationReports,
} from '#db/signing/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { VerificationReport } from './verify/report.ts'
import type { StoredRoot } from './verify/trusted-roots.ts'

/** A person signs in the own name; an agency's key is kept by its clerk. */
export type Holder = { holder: 'person' | 'agency'; holderId: string }

export type CertificateRow = typeof certificates.$inferSelect
export type KeyStoreRow = typeof keyStores.$inferSelect
export type SigningRow = typeof signings.$inferSelect
export type NewSigning = typeof signings.$inferInsert

/** The holder's newest certificate that is valid at `at`, not revoked, and has a key here, or null. */
export async function keyOf(
  tx: Tx,
  of: Holder,
  at: Date,
): Promise<{ certificate: CertificateRow; store: KeyStoreRow } | null> {
  const [row] = await tx
    .select({ certificate: certificates, store: keyStores })
    .from(certificates)
    .innerJoin(keyStores, eq(keyStores.certificateId, certificates.id))
    .where(
      and(
        isHolder(certificates, of),
        lte(certificates.validFrom, at),
        gt(certificates.validTo, at),
        or(isNull(certificates.revokedAt), gt(certificates.revokedAt, at)),
      ),
    )
    .orderBy(desc(certificates.validTo))
    .limit(1)
  return row ?? null
}

/** The holder's newest certificate with a key here, whatever has become of it. */
export async function newestCertificateOf(tx: Tx, of: Holder): Promise<CertificateRow | null> {
  const [row] = await tx
    .select({ certificate: certificates })
    .from(certificates)
    .innerJoin(keyStores, eq(keyStores.certificateId, certificates.id))
    .where(isHolder(certificates, of))
    .orderBy(desc(certificates.validTo))
    .limit(1)
  return row?.certificate ?? null
}

/** From `since` on nothing is signed with it; what was written down first stays. */
export async function markRevoked(tx: Tx, certificateId: string, since: Date): Promise<void> {
  const unmarked = and(eq(certificates.id, certificateId), isNull(certificates.revokedAt))
  await tx.update(certificates).set({ revokedAt: since }).where(unmarked)
}

/** The store of a certificate's key. */
export async function keyStoreOf(tx: Tx, certificateId: string): Promise<KeyStoreRow> {
  const [row] = await tx.select().from(keyStores).where(eq(keyStores.certificateId, certificateId))
  if (!row) throw new Error(`the key store of certificate ${certificateId} vanished`)
  return row
}

function isHolder(table: typeof certificates | typeof signatureImages, { holder, holderId }: Holder) {
  return and(eq(table.holder, holder), eq(table.holderId, holderId))
}

export async function insertCertificate(tx: Tx, row: typeof certificates.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(certificates).values(row).returning({ id: certificates.id })
  return inserted!.id
}

export async function insertKeyStore(tx: Tx, row: typeof keyStores.$inferInsert): Promise<void> {
  await tx.insert(keyStores).values(row)
}

/** Counts one attempt before it is made. Null when none is left; else how many failures it is if it fails. */
export async function countPinAttempt(tx: Tx, keyStoreId: string, limit: number): Promise<number | null> {
  const [row] = await tx
    .update(keyStores)
    .set({ pinFailures: sql`${keyStores.pinFailures} + 1` })
    .where(and(eq(keyStores.id, keyStoreId), lt(keyStores.pinFailures, limit)))
    .returning({ failures: keyStores.pinFailures })
  return row?.failures ?? null
}

export async function forgivePinFailures(tx: Tx, keyStoreId: string): Promise<void> {
  await tx.update(keyStores).set({ pinFailures: 0, lockedAt: null }).where(eq(keyStores.id, keyStoreId))
}

/** Takes back an attempt that failed for another reason than the PIN. */
export async function returnPinAttempt(tx: Tx, keyStoreId: string): Promise<void> {
  const one = { pinFailures: sql`greatest(${keyStores.pinFailures} - 1, 0)` }
  await tx.update(keyStores).set(one).where(eq(keyStores.id, keyStoreId))
}

export async function markLocked(tx: Tx, keyStoreId: string, at: Date): Promise<void> {
  await tx.update(keyStores).set({ lockedAt: at }).where(eq(keyStores.id, keyStoreId))
}

/** The picture a holder's signatures show, or null. */
export async function imageOf(tx: Tx, of: Holder) {
  const [row] = await tx.select().from(signatureImages).where(isHolder(signatureImages, of))
  return row ?? null
}

export async function insertImage(tx: Tx, row: typeof signatureImages.$inferInsert): Promise<void> {
  await tx.insert(signatureImages).values(row)
}

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

export async function certificateById(tx: Tx, id: string): Promise<CertificateRow> {
  const [row] = await tx.select().from(certificates).where(eq(certificates.id, id))
  if (!row) throw new Error(`certificate ${id} vanished`)
  return row
}

export async function markEmbedded(tx: Tx, id: string, result: { sha256: string; at: Date }): Promise<void> {
  await tx
    .update(signings)
    .set({ state: 'embedded', resultSha256: result.sha256, embeddedAt: result.at })
    .where(eq(signings.id, id))
}

/** The root certificates that have been trusted by `at`, each with its profile and the time that it is trusted for. */
export async function trustedRoots(tx: Tx, at: Date): Promise<StoredRoot[]> {
  const rows = await tx.select().from(trustRoots).where(lte(trustRoots.validFrom, at))
  return rows.map(({ pem, profile, validFrom, validTo }) => {
    return { pem, profile, from: validFrom.toISOString(), to: validTo?.toISOString() ?? null }
  })
}

export async function insertTrustRoot(tx: Tx, row: typeof trustRoots.$inferInsert): Promise<void> {
  await tx.insert(trustRoots).values(row)
}

/** A stored finding about a file's bytes. */
export type StoredReport = { id: string; at: Date; report: VerificationReport }

export async function insertReport(
  tx: Tx,
  row: { sha256: string; at: Date; report: VerificationReport },
): Promise<string> {
  const values = { ...row, overall: row.report.overall }
  const [inserted] = await tx.insert(verificationReports).values(values).returning({ id: verificationReports.id })
  return inserted!.id
}

/** The newest report about these bytes, or null. Whoever may see the file may see its report. */
export async function newestReport(tx: Tx, sha256: string): Promise<StoredReport | null> {
  const [row] = await tx
    .select()
    .from(verificationReports)
    .where(eq(verificationReports.sha256, sha256))
    .orderBy(desc(verificationReports.at))
    .limit(1)
  return row ? { id: row.id, at: row.at, report: row.report as VerificationReport } : null
}

/** Every stored finding about these bytes, oldest first, at most a hundred. */
export async function reportsAbout(tx: Tx, sha256: string): Promise<StoredReport[]> {
  const rows = await tx
    .select()
    .from(verificationReports)
    .where(eq(verificationReports.sha256, sha256))
    .orderBy(asc(verificationReports.at))
    .limit(100)
  return rows.map(({ id, at, report }) => ({ id, at, report: report as VerificationReport }))
}

/** One report by its id, or null. Whoever may see the file may see its report. */
export async function reportById(tx: Tx, id: string): Promise<StoredReport | null> {
  const [row] = await tx.select().from(verificationReports).where(eq(verificationReports.id, id))
  return row ? { id: row.id, at: row.at, report: row.report as VerificationReport } : null
}
