import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRef, PDFStream, rgb } from 'pdf-lib'
import { embedWholeFace } from './embed-face.ts'
import type { Box, FieldPlace } from './field-places.rules.ts'
import { type FormNames, writeForm } from './prepared-fields.ts'
import type { Rect } from './sheet.ts'

/**
 * Rewrites an unsigned PDF as one clean revision with the four empty fields at their places. What is printed where number
 * and date will stand is covered; a form of the upload becomes page content; objects that nothing reaches are dropped, so
 * that no hidden content is signed. Only inside a confined process.
 */
export async function layFields(bytes: Uint8Array, places: FieldPlace[], names: FormNames): Promise<Uint8Array> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true })
  if (document.catalog.has(PDFName.of('AcroForm'))) document.getForm().flatten({ updateFieldAppearances: false })
  for (const { page, printed } of places) if (printed) cover(document, page, printed)
  const faces = {
    regular: embedWholeFace(document.context, 'regular'),
    italic: embedWholeFace(document.context, 'italic'),
  }
  const fields = places.map(({ name, page, box }) => ({
    name,
    page: document.getPage(page - 1).ref,
    rect: rectOf(box),
  }))
  writeForm(document, fields, { faces, names })
  faces.regular.finish()
  faces.italic.finish()
  dropUnreachable(document)
  return document.save({ useObjectStreams: false, updateFieldAppearances: false })
}

function cover(document: PDFDocument, page: number, printed: Box): void {
  document.getPage(page - 1).drawRectangle({ ...rectOf(printed), color: rgb(1, 1, 1), borderWidth: 0 })
}

const rectOf = ({ left, bottom, right, top }: Box): Rect => ({
  x: left,
  y: bottom,
  width: right - left,
  height: top - bottom,
})

function dropUnreachable({ context }: PDFDocument): void {
  const { Root, Info } = context.trailerInfo
  const reached = new Set<PDFRef>()
  const open: (PDFObject | undefined)[] = [Root, Info]
  while (open.length > 0) {
    const next = open.pop()
    if (next instanceof PDFRef && !reached.has(next)) {
      reached.add(next)
      open.push(context.lookup(next))
    } else open.push(...partsOf(next))
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref)
}

function partsOf(object: PDFObject | undefined): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray()
  if (object instanceof PDFDict) return object.values()
  return object instanceof PDFStream ? object.dict.values() : []
}
