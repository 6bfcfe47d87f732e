import { attachedFiles } from '#server/files/door.ts'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Composition } from './compose/composition.ts'
import { prepareUpload } from './compose/prepare-upload.ts'
import { compositionOf } from './document-composition.ts'
import { documentVisibleTo } from './document.queries.ts'

/** A document's file as stored: its name in the blob store and how many pages it has. */
export type SheetFile = { sha256: string; pages: number }

/** Lays a document out as it stands and keeps the bytes; kept again, the same bytes change nothing. */
export async function sheetOf(house: House, actor: Actor, id: string): Promise<SheetFile> {
  const { bytes, pages } = await previewOf(house, actor, id)
  const { sha256 } = await house.blobs.put(bytes)
  return { sha256, pages }
}

/**
 * The sheet as it would be submitted now: composed from the text, or the drafter's own file with its fields prepared. Nothing
 * is kept. Refuses `not_found`, `signer_missing`, and what composing and preparing refuse.
 */
export async function previewOf(house: House, actor: Actor, id: string): Promise<{ bytes: Uint8Array; pages: number }> {
  const document = await documentVisibleTo(house.db, actor, id)
  const composition = await compositionOf(house.db, document, house.clock.now())
  if (document.sourceFileId === null) {
    const bytes = await compose(composition)
    return { bytes, pages: pagesOf(bytes) }
  }
  const [file] = await attachedFiles(house.db, [document.sourceFileId])
  if (!file) return refuse('invalid', 'unknown_file')
  const { mediaType, sha256 } = file
  return house.blobs.asFile(sha256, (path) => prepareUpload({ path, mediaType }, composition))
}

/** Our own sheets write every page as a plain object, so that counting them needs no reader. */
function pagesOf(bytes: Uint8Array): number {
  return (
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g)?.length ?? 1
  )
}

/** The layout and pdf-lib are 400 modules, a fifth of all that a server loads: they come with the first sheet. */
async function compose(composition: Composition): Promise<Uint8Array> {
  const { composeDocument } = await import('./compose/compose-document.ts')
  return composeDocument(composition)
}
