import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import type { BlobSource, StagedBlob } from './blob-store.ts'
import { nameWithEnding } from './file-name.rules.ts'
import { mayUploadFile } from './files.permissions.ts'
import { type FileRow, insertFile } from './files.queries.ts'
import { type Inspection, inspectFile } from './inspect-file.ts'

/** The largest upload: a scanned annex of some hundred pages. */
export const uploadLimit_bytes = 100 * 1024 * 1024

export const uploadFileInput = z.object({ name: z.string().min(1).max(1000) })

/** Bytes that came in and passed inspection, not yet anybody's file. `discard` is harmless after the upload. */
export type ReceivedUpload = { staged: StagedBlob; inspection: Inspection; discard(): Promise<void> }

/** What the uploader is told. `sizeBytes` counts bytes. */
export type UploadedFile = Pick<FileRow, 'id' | 'name' | 'mediaType' | 'sizeBytes' | 'pages'> & {
  signatures: number
  attachments: number
  legacyFonts: boolean
}

/**
 * Takes in a source, outside any transaction: it may last minutes. Refuses what {@link inspectFile} refuses and keeps
 * nothing of it.
 */
export async function receiveUpload(house: House, source: BlobSource): Promise<ReceivedUpload> {
  const staged = await house.blobs.stage(source, uploadLimit_bytes)
  try {
    const inspection = await inspectFile({ path: staged.path, limit_bytes: uploadLimit_bytes })
    return { staged, inspection, discard: () => staged.discard() }
  } catch (error) {
    await staged.discard()
    throw error
  }
}

/**
 * Makes the received bytes a file of the acting post, under a safe name with the ending that the content deserves. The bytes
 * are kept before the row is; a rollback leaves unnamed bytes behind, never a row without bytes. Refuses `forbidden`.
 */
export async function uploadFile(work: Work, input: { name: string; received: ReceivedUpload }): Promise<UploadedFile> {
  const { actor, tx, at } = work
  if (!mayUploadFile(actor)) refuse('forbidden', 'forbidden')
  const { staged, inspection } = input.received
  const { sha256, size_bytes } = await staged.keep()
  const { kind, mediaType, pages, ...findings } = inspection
  const row = await insertFile(tx, {
    sha256,
    name: nameWithEnding(input.name, `.${kind}`),
    mediaType,
    sizeBytes: size_bytes,
    pages,
    findings,
    agencyId: actor.agencyId,
    postId: actor.postId,
    createdAt: at,
  })
  return uploadedFile(row)
}

/** The row as its uploader sees it. */
export function uploadedFile({ id, name, mediaType, sizeBytes, pages, findings }: FileRow): UploadedFile {
  const { signatures, attachments, legacyFonts } = findings as Pick<
    Inspection,
    'signatures' | 'attachments' | 'legacyFonts'
  >
  return { id, name, mediaType, sizeBytes, pages, signatures, attachments, legacyFonts }
}
