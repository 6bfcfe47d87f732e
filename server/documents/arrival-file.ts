import { mediaTypes, type ServedFile } from '#server/files/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'
import { fileNameOf } from './document.queries.ts'

/**
 * The bytes of an arrival as they came, named by their SHA-256, so that a device may keep them for ever. Refuses `not_found` for
 * every other name, and while the bytes are not here.
 */
export async function arrivalFileVisibleTo(
  house: House,
  actor: Actor,
  asked: { id: string; sha256: string },
): Promise<ServedFile> {
  const { fileSha256, code } = await arrivalVisibleTo(house.db, actor, asked.id)
  const size_bytes = fileSha256 === asked.sha256 ? await house.blobs.sizeOf(fileSha256) : null
  if (size_bytes === null) return refuse('not_found', 'not_found')
  return { sha256: fileSha256, size_bytes, name: fileNameOf(code), mediaType: mediaTypes.pdf, disposition: 'inline' }
}
