import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { composeDocument } from './compose/compose-document.ts'
import { compositionOf } from './document-composition.ts'
import { documentVisibleTo } from './document.queries.ts'

/** A document's file as stored: its name in the blob store and how many pages it has. */
export type SheetFile = { sha256: string; pages: number | null }

/** Lays a document out as it stands and keeps the bytes; kept again, the same bytes change nothing. */
export async function sheetOf(house: House, actor: Actor, id: string): Promise<SheetFile> {
  const { sha256 } = await house.blobs.put(await previewOf(house, actor, id))
  return { sha256, pages: null }
}

/** The sheet as it would be submitted now; nothing is kept. Refuses `not_found`, `signer_missing` and what composing refuses. */
export async function previewOf(house: House, actor: Actor, id: string): Promise<Uint8Array> {
  const document = await documentVisibleTo(house.db, actor, id)
  return composeDocument(await compositionOf(house.db, document, house.clock.now()))
}
