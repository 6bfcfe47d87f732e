import type { Tx } from '#server/kernel/house.ts'
import { archiveCopyOf, type ArchiveCopyRow } from './archive-copy.queries.ts'

/** How far the archive copy of a delivered file has come, for people. What a service answered word by word stays in the journal. */
export type ArchiveStanding = Pick<
  ArchiveCopyRow,
  'state' | 'level' | 'fileSha256' | 'stampEndsAt' | 'problemService' | 'nextTryAt'
>

/** The standing of the archive copy of these bytes, or null where none was asked for. Whoever may see the file may see it. */
export async function archiveStanding(tx: Tx, sourceSha256: string): Promise<ArchiveStanding | null> {
  const copy = await archiveCopyOf(tx, sourceSha256)
  if (!copy) return null
  const { state, level, fileSha256, stampEndsAt, problemService, nextTryAt } = copy
  return { state, level, fileSha256, stampEndsAt, problemService, nextTryAt }
}
