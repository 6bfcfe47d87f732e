import { randomBytes } from 'node:crypto'
import { PDFDocument } from 'pdf-lib'
import { sealRect } from '#server/signing/appearance/seal-rect.ts'
import { prepareFields, type FieldWish } from '#server/signing/prepare-fields.ts'

/** What a letter is made of; ballast is data that nothing makes smaller. */
export type LetterForm = { objectStreams?: boolean; pages?: number; ballast_bytes?: number }

/** An unsigned A4 page made by pdf-lib, with a classic table or with object streams. */
export async function unsignedPdf({ objectStreams = false, pages = 1, ballast_bytes = 0 }: LetterForm = {}) {
  const document = await PDFDocument.create()
  if (ballast_bytes > 0) document.context.register(document.context.stream(randomBytes(ballast_bytes)))
  for (let i = 1; i <= pages; i++) document.addPage([595, 842]).drawText(`Trang ${i}`, { x: 90, y: 700 })
  return Buffer.from(await document.save({ useObjectStreams: objectStreams }))
}

const leader = [330, 300, 460, 362] as const

/** The four fields of an official letter. */
export const letterFields: FieldWish[] = [
  { name: 'document_number', type: 'text', page: 1, rect: [80, 760, 260, 780] },
  { name: 'issue_date', type: 'text', page: 1, rect: [300, 760, 540, 780], size: 14 },
  { name: 'leader_signature', type: 'signature', page: 1, rect: leader },
  { name: 'agency_seal', type: 'signature', page: 1, rect: sealRect(leader, 36) },
]

/** An unsigned letter with its four prepared fields. */
export async function preparedLetter(options: LetterForm = {}): Promise<Buffer> {
  const bytes = await unsignedPdf(options)
  return Buffer.concat([bytes, prepareFields(bytes, letterFields)])
}
