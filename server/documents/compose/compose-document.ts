import { createHash } from 'node:crypto'
import { type PDFContext, PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import { addresseeBoxes } from './addressees.ts'
import { closingBoxes } from './closing.ts'
import type { Composition } from './composition.ts'
import { embedUsedGlyphs, embedWholeFace } from './embed-face.ts'
import { bodyBoxes, type FlowBox } from './flow.ts'
import { type Faces, type InkedPage, inkPage } from './ink.ts'
import { letterhead } from './letterhead.ts'
import { contactFoot, pageNumber } from './page-edges.ts'
import { paginate } from './pagination.rules.ts'
import { type FieldOnPage, writeForm } from './prepared-fields.ts'
import { printableComposition } from './printable-text.ts'
import { SHEET, TEXT_AREA } from './sheet.ts'

/**
 * Lays out one administrative document on A4 in the form of Decree 30/2020 and returns the PDF (1.7, classic
 * cross-reference table, fonts embedded). Number, date and both signatures are prepared fields, all empty.
 * Equal input gives equal bytes. Refuses `text_not_printable` and `body_too_long`.
 * @law ND30 PL I
 */
export async function composeDocument(composition: Composition): Promise<Uint8Array> {
  return (await composeSheet(composition)).bytes
}

/** The same with the number of its pages. */
export async function composeSheet(composition: Composition): Promise<{ bytes: Uint8Array; pages: number }> {
  const text = printableComposition(composition)
  const document = await PDFDocument.create({ updateMetadata: false })
  const faces = embedFaces(document.context)
  const fields = addPages(document, drawPages(text, faces), faces)
  writeForm(document, fields, { faces, names: text })
  describe(document, text)
  for (const face of Object.values(faces)) face.finish()
  const bytes = await document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false })
  return { bytes, pages: document.getPageCount() }
}

/** Regular and italic go in whole: the clerk's number and date are written with them later. */
function embedFaces(context: PDFContext): Faces {
  return {
    regular: embedWholeFace(context, 'regular'),
    italic: embedWholeFace(context, 'italic'),
    bold: embedUsedGlyphs(context, 'bold'),
    boldItalic: embedUsedGlyphs(context, 'boldItalic'),
  }
}

function drawPages(text: Composition, faces: Faces): InkedPage[] {
  const foot = contactFoot(text.contact)
  const head: FlowBox = { ...letterhead(text), spaceBefore: 0, mayBreakBefore: true }
  const body = bodyBoxes(text.body)
  const last = body.at(-1)
  if (last) body[body.length - 1] = { ...last, mayBreakBefore: false }
  const boxes = [head, ...addresseeBoxes(text.addressees), ...spacedBelowHead(body), ...closingBoxes(text)]
  const placements = paginate(boxes, (page) => TEXT_AREA.height - (page === 0 ? foot.height : 0))
  const pages = Array.from({ length: placements.at(-1)!.page + 1 }, () => inkPage(faces))
  foot.draw(pages[0]!, SHEET.bottom + foot.height)
  placements.forEach(({ page, offset }, index) => boxes[index]!.draw(pages[page]!, SHEET.top - offset))
  pages.forEach(pageNumber)
  return pages
}

/** The body stands clear of what is above it. */
function spacedBelowHead(body: FlowBox[]): FlowBox[] {
  return body.map((box, index) => (index === 0 ? { ...box, spaceBefore: 14 } : box))
}

function addPages(document: PDFDocument, pages: InkedPage[], faces: Faces): FieldOnPage[] {
  const { context } = document
  const fonts = Object.fromEntries(Object.entries(faces).map(([name, face]) => [name, face.ref]))
  const resources = context.register(context.obj({ Font: fonts }))
  return pages.flatMap((inked) => {
    const page = document.addPage([SHEET.width, SHEET.height])
    page.node.set(PDFName.of('Resources'), resources)
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(inked.content())))
    return [...inked.fields].map(([name, rect]) => ({ name, rect, page: page.ref }))
  })
}

/** Title, language and an identifier made from the content. */
function describe(document: PDFDocument, text: Composition): void {
  document.setTitle(`${text.type.name} ${text.type.letter ? 'về việc ' : ''}${text.subject}`, {
    showInWindowTitleBar: true,
  })
  document.setAuthor(text.agency.name.replaceAll('\n', ' '))
  document.setCreationDate(text.composedAt)
  document.setModificationDate(text.composedAt)
  document.setProducer('eCabinet')
  document.catalog.set(PDFName.of('Lang'), PDFString.of('vi-VN'))
  const id = PDFHexString.of(createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 32))
  document.context.trailerInfo.ID = document.context.obj([id, id])
}
