import { and, desc, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { certificates, keyStores, signatureImages } from '#db/signing/schema.ts'
import type { Tx } from '#server/kernel/house.ts'

/** A person signs in the own name; an agency's key is kept by its clerk. */
export type Holder = { holder: 'person' | 'agency'; holderId: string }

export type CertificateRow = typeof certificates.$inferSelect
export type KeyStoreRow = typeof keyStores.$inferSelect

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

/** From `since` on nothing is signed with it; false where that was written down already. */
export async function markRevoked(tx: Tx, certificateId: string, since: Date): Promise<boolean> {
  const unmarked = and(eq(certificates.id, certificateId), isNull(certificates.revokedAt))
  const marked = await tx
    .update(certificates)
    .set({ revokedAt: since })
    .where(unmarked)
    .returning({ id: certificates.id })
  return marked.length > 0
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

export async function certificateById(tx: Tx, id: string): Promise<CertificateRow> {
  const [row] = await tx.select().from(certificates).where(eq(certificates.id, id))
  if (!row) throw new Error(`certificate ${id} vanished`)
  return row
}
