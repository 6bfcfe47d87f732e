import { z } from 'zod'
import { documentVisibleTo } from '#server/documents/door.ts'
import { fileVisibleTo } from '#server/files/door.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { line } from '#server/kernel/text-input.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { insertPaper, itemOf } from './agenda.queries.ts'
import { meetingEvent } from './event.state.ts'
import { enterRoom, recordInRoom, tellRoom } from './room.ts'

/** A document of this house by its id, or an uploaded file; a title may be given to either. */
export const addPaperInput = z
  .object({ title: line(300).optional(), documentId: z.uuid().optional(), fileId: z.uuid().optional() })
  .refine(({ documentId, fileId }) => (documentId === undefined) !== (fileId === undefined), 'document_or_file')

type Source = { title: string; documentId: string | null; fileId: string | null } & Bytes
type Bytes = { fileSha256: string; pages: number; sizeBytes: number }

/**
 * Lays a paper at an item. A document is linked, never copied: the paper names the very bytes that the document has, and
 * those never change. Refuses `not_found` for what the actor may not see himself, `paper_needs_file`, `paper_not_pdf`.
 */
export async function addPaper(
  work: Work,
  { id, itemId, ...input }: z.output<typeof addPaperInput> & { id: string; itemId: string },
): Promise<{ seq: number; paperId: string }> {
  const room = await enterRoom(work, id, 'editMeeting')
  await itemOf(work.tx, id, itemId)
  const source = input.documentId ? await fromDocument(work, input.documentId) : await fromUpload(work, input.fileId!)
  const row = { ...source, title: input.title ?? source.title, meetingId: id, itemId, publishedAt: work.at }
  const paper = await insertPaper(work.tx, row)
  const seq = await tellRoom(work, room, meetingEvent('papers.set', { papers: [paper] }))
  recordInRoom(work, room, { paperId: paper.id, itemId, sha256: paper.sha256, documentId: paper.documentId })
  return { seq, paperId: paper.id }
}

async function fromDocument(work: Work, documentId: string): Promise<Source> {
  const document = await documentVisibleTo(work.tx, work.actor, documentId)
  const { fileSha256, filePages: pages, code, subject } = document
  const sizeBytes = fileSha256 ? await work.house.blobs.sizeOf(fileSha256) : null
  if (!fileSha256 || !pages || sizeBytes === null) return refuse('conflict', 'paper_needs_file')
  const title = [code, subject].filter(Boolean).join(' – ').slice(0, 300)
  return { title, documentId, fileId: null, fileSha256, pages, sizeBytes }
}

async function fromUpload(work: Work, fileId: string): Promise<Source> {
  const file = await fileVisibleTo(work.tx, work.actor, fileId)
  if (file.mediaType !== 'application/pdf' || !file.pages) return refuse('invalid', 'paper_not_pdf')
  const { name: title, sha256: fileSha256, pages, sizeBytes } = file
  return { title, documentId: null, fileId, fileSha256, pages, sizeBytes }
}
