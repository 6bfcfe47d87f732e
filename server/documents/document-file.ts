import { mediaTypes, type ServedFile } from '#server/files/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { archiveCopyOf } from '#server/signing/door.ts'
import { actsOf, documentVisibleTo, fileNameOf, versionsOf } from './document.queries.ts'

/**
 * The bytes of a document under their SHA-256: as it stands now, as it was submitted, signed or sealed, and its archive copy. Named by content, so
 * that a device may keep them for ever. Refuses `not_found` for every other name.
 */
export async function documentFileVisibleTo(
  house: House,
  actor: Actor,
  asked: { id: string; sha256: string },
): Promise<ServedFile> {
  const document = await documentVisibleTo(house.db, actor, asked.id)
  const { sha256 } = asked
  const kept = [document, ...(await versionsOf(house.db, asked.id)), ...(await actsOf(house.db, asked.id))]
  const copy = document.fileSha256 === null ? null : await archiveCopyOf(house.db, document.fileSha256)
  const size_bytes = [...kept, copy].some((row) => row?.fileSha256 === sha256) ? await house.blobs.sizeOf(sha256) : null
  if (size_bytes === null) return refuse('not_found', 'not_found')
  const name = fileNameOf(document.code ?? `du-thao-${document.symbol}`)
  return { sha256, size_bytes, name, mediaType: mediaTypes.pdf, disposition: 'inline' }
}
