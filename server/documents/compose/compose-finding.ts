import { PDFDocument, PDFName, PDFString } from 'pdf-lib'
import type { ExplainedReport, ExplainedSignature } from '#server/signing/door.ts'
import type { FaceName } from './body-text.rules.ts'
import { embedUsedGlyphs } from './embed-face.ts'
import { type Fact, factRows } from './fact-rows.ts'
import { type CheckedFile, fileFacts, signatureFacts } from './finding-facts.ts'
import type { FlowBox } from './flow.ts'
import { faceOf } from './font-faces.ts'
import { type Faces, type InkedPage, inkPage } from './ink.ts'
import { breakLines } from './line-breaking.ts'
import { pageNumber } from './page-edges.ts'
import { paginate } from './pagination.rules.ts'
import { centredPart, linesPart } from './parts.ts'
import { SHEET, TEXT_AREA } from './sheet.ts'

/** A finding and the file that it is about. */
export interface FindingSheet {
  found: ExplainedReport
  file: CheckedFile
}

/**
 * The finding as A4 pages in Vietnamese, unsigned, fonts embedded: the file and the conclusion first, then a table a signature.
 * Names come from foreign certificates: a letter that the typeface has not is printed as "?", a text of any length fits.
 */
export async function composeFinding(sheet: FindingSheet): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const names = ['regular', 'bold', 'italic', 'boldItalic'] as const
  const faces = Object.fromEntries(names.map((name) => [name, embedUsedGlyphs(document.context, name)])) as Faces
  addPages(document, drawPages(sheet, faces), faces)
  document.setTitle(`Kết quả kiểm tra chữ ký số: ${printable(sheet.file.name)}`, { showInWindowTitleBar: true })
  document.setProducer('eCabinet')
  document.catalog.set(PDFName.of('Lang'), PDFString.of('vi-VN'))
  for (const face of Object.values(faces)) face.finish()
  return document.save({ addDefaultPage: false, updateFieldAppearances: false })
}

function drawPages(sheet: FindingSheet, faces: Faces): InkedPage[] {
  const boxes = boxesOf(sheet)
  const placements = paginate(boxes, () => TEXT_AREA.height)
  const pages = Array.from({ length: placements.at(-1)!.page + 1 }, () => inkPage(faces))
  placements.forEach(({ page, offset }, index) => boxes[index]!.draw(pages[page]!, SHEET.top - offset))
  pages.forEach(pageNumber)
  return pages
}

function addPages(document: PDFDocument, pages: InkedPage[], faces: Faces): void {
  const { context } = document
  const fonts = Object.fromEntries(Object.entries(faces).map(([name, face]) => [name, face.ref]))
  const resources = context.register(context.obj({ Font: fonts }))
  for (const inked of pages) {
    const page = document.addPage([SHEET.width, SHEET.height])
    page.node.set(PDFName.of('Resources'), resources)
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(inked.content())))
  }
}

const FOOT =
  'Phiếu do phần mềm eCabinet lập tự động từ kết quả kiểm tra tại thời điểm nêu trên và chỉ nói về tệp có mã băm nêu trên. ' +
  'Phiếu không thay thế việc kiểm tra lại tệp gốc.'

function boxesOf({ found, file }: FindingSheet): FlowBox[] {
  const count = found.signatures.length
  return [
    centred('KẾT QUẢ KIỂM TRA CHỮ KÝ SỐ', 14),
    ...table(fileFacts({ found, file })),
    ...found.signatures.flatMap((signature, index) => [
      text(`${index + 1}/${count}. ${titleOf(signature)}`, { face: 'bold', above: 14, keeps: false }),
      ...table(signatureFacts(signature)),
    ]),
    text(FOOT, { face: 'italic', above: 12, keeps: false }),
  ]
}

const KINDS: Record<ExplainedSignature['kind'], string> = {
  person: 'Chữ ký số của người có thẩm quyền',
  agency: 'Chữ ký số của cơ quan, tổ chức',
  timestamp: 'Dấu thời gian của tài liệu',
  unknown: 'Chữ ký số',
}

const titleOf = ({ kind, signer, field }: ExplainedSignature) =>
  `${KINDS[kind]}: ${signer ?? 'không rõ người ký'} (trường ${field})`

const LONGEST_VALUE = 1500

const table = (facts: Fact[]): FlowBox[] =>
  factRows(facts.map((fact) => ({ ...fact, value: printable(fact.value.slice(0, LONGEST_VALUE)) })))

function centred(content: string, size: number): FlowBox {
  const part = centredPart(content, { x: SHEET.left, width: TEXT_AREA.width, size, face: 'bold' })
  return { ...part, spaceBefore: 0, mayBreakBefore: true }
}

function text(content: string, { face, above, keeps }: { face: FaceName; above: number; keeps: boolean }): FlowBox {
  const size = 12
  const lines = breakLines([{ text: printable(content.slice(0, LONGEST_VALUE)), face }], {
    width: TEXT_AREA.width,
    size,
  })
  const part = linesPart(lines, { x: SHEET.left, width: TEXT_AREA.width, size, lineHeight: size * 1.3, align: 'left' })
  return { ...part, spaceBefore: above, mayBreakBefore: !keeps }
}

/** NFC on one line, with "?" for what has no glyph. */
function printable(given: string): string {
  const plain = given.normalize('NFC').replace(/\s+/gu, ' ')
  return [...plain].map((sign) => (faceOf('regular').glyphOf(sign.codePointAt(0)!) ? sign : '?')).join('')
}
