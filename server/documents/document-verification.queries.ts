import type { Actor } from '#server/kernel/actor.ts'
import type { Tx } from '#server/kernel/house.ts'
import { type ArchiveStanding, archiveStanding, explainStored, newestReport } from '#server/signing/door.ts'
import type { FoundInFile } from './arrival-verification.queries.ts'
import { documentVisibleTo } from './document.queries.ts'

/**
 * The newest finding about the file of an outgoing document as it stands now, in words; `found` is null before the first
 * signature. `archive` says how far its archive copy has come, null before it is issued. Refuses `not_found`.
 */
export async function documentVerificationFor(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ found: FoundInFile | null; archive: ArchiveStanding | null }> {
  const { fileSha256 } = await documentVisibleTo(tx, actor, id)
  if (fileSha256 === null) return { found: null, archive: null }
  const archive = await archiveStanding(tx, fileSha256)
  const stored = await newestReport(tx, fileSha256)
  return { found: stored && { ...(await explainStored(tx, stored)), sha256: fileSha256 }, archive }
}
