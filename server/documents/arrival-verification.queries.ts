import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { explainStored, nothingReadable, reportById, type ExplainedReport } from '#server/signing/door.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'

/** A finding in words, with the name of the bytes that it is about. */
export type FoundInFile = ExplainedReport & { sha256: string }

/**
 * What the verifier found in an arrival's file, with the sentences that the screen shows; `found` is null while the check is
 * under way. Refuses `not_found`.
 * @law QD28 art. 9.1
 */
export async function arrivalVerificationFor(tx: Tx, actor: Actor, id: string): Promise<{ found: FoundInFile | null }> {
  const { verificationOverall, verificationReportId, fileSha256 } = await arrivalVisibleTo(tx, actor, id)
  const stored = verificationReportId === null ? null : await reportById(tx, verificationReportId)
  if (stored) return { found: { ...(await explainStored(tx, stored)), sha256: fileSha256 } }
  if (verificationOverall === null) return { found: null }
  return { found: { ...nothingReadable('too_large'), sha256: fileSha256 } }
}
