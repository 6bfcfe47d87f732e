import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { explainStored, newestReport } from '#server/signing/door.ts'
import type { FoundInFile } from './arrival-verification.queries.ts'
import { documentVisibleTo } from './document.queries.ts'

/**
 * The newest finding about the file of an outgoing document as it stands now, in words; `found` is null before the first
 * signature. Refuses `not_found`.
 */
export async function documentVerificationFor(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ found: FoundInFile | null }> {
  const { fileSha256 } = await documentVisibleTo(tx, actor, id)
  const stored = fileSha256 === null ? null : await newestReport(tx, fileSha256)
  if (!stored || fileSha256 === null) return { found: null }
  return { found: { ...(await explainStored(tx, stored)), sha256: fileSha256 } }
}
