import type { House } from '#server/kernel/house.ts'
import { Refusal } from '#server/kernel/refusal.ts'
import { verifyLent } from './signing-task.ts'
import { trustedRoots } from './report.queries.ts'
import type { VerificationReport } from './verify/report.ts'

/** A finding and how many root certificates it trusted. */
export interface UnkeptFinding {
  report: VerificationReport
  roots: number
}

/**
 * The finding about a file on the local disk that is not kept, made in a confined process against the roots trusted now. Stores
 * nothing. A file beyond the limits is a finding too (`too_large`, `broken_structure`), never a refusal.
 */
export async function verifyUnkept(house: House, path: string): Promise<UnkeptFinding> {
  const at = house.clock.now()
  const roots = await trustedRoots(house.db, at)
  try {
    return { report: await verifyLent(path, { at, roots }), roots: roots.length }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
    const code = error.reason === 'file_too_heavy' ? 'too_large' : 'broken_structure'
    const problems = [{ code, detail: error.reason }]
    return { report: { overall: 'unreadable', at: at.toISOString(), signatures: [], problems }, roots: roots.length }
  }
}
