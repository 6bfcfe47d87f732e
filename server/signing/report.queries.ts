import { asc, desc, eq, lte } from 'drizzle-orm'
import { trustRoots, verificationReports } from '#db/signing/schema.ts'
import type { Tx } from '#server/kernel/house.ts'
import type { VerificationReport } from './verify/report.ts'
import type { StoredRoot } from './verify/trusted-roots.ts'

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
