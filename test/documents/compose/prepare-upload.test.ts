import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFString } from 'pdf-lib'
import { afterAll, describe, expect, test } from 'vitest'
import { composeDocument } from '#server/documents/compose/compose-document.ts'
import { prepareUpload } from '#server/documents/compose/prepare-upload.ts'
import { inspectFile } from '#server/files/inspect-file.ts'
import { mediaTypes } from '#server/files/media-types.rules.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { blankPdf, docxWithBody } from '../../files/foreign-files.ts'
import { assertCleanStructure, pictureOf, textOf } from './pictures.ts'
import { letter664, longLetter } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'prepare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let written = 0

async function prepare(bytes: Uint8Array, mediaType = mediaTypes.pdf) {
  const path = join(folder, `upload-${(written += 1)}`)
  writeFileSync(path, bytes)
  return prepareUpload({ path, mediaType }, letter664)
}

const mm = 72 / 25.4

/** Fields by name: page from 0 and rectangle in millimetres from the top left. */
async function fieldsOf(pdf: Uint8Array) {
  const document = await PDFDocument.load(pdf)
  const form = document.catalog.lookup(PDFName.of('AcroForm'), PDFDict)
  const fields = form.lookup(PDFName.of('Fields'), PDFArray).asArray()
  const entries = fields.map((ref) => {
    const field = document.context.lookup(ref, PDFDict)
    const { x, y, width, height } = field.lookup(PDFName.of('Rect'), PDFArray).asRectangle()
    const page = document.getPages().findIndex((one) => one.ref === field.get(PDFName.of('P')))
    const rect = { left: x / mm, right: (x + width) / mm, top: 297 - (y + height) / mm, bottom: 297 - y / mm }
    return [(field.get(PDFName.of('T')) as PDFString).decodeText(), { page, ...rect }] as const
  })
  return Object.fromEntries(entries)
}

const drawn = ['pdftoppm', 'pdftotext', 'qpdf'] as const
const canDraw = drawn.every((tool) => hasTool(tool))

describe.skipIf(!canDraw)('a PDF (needs pdftoppm, pdftotext, qpdf)', () => {
  test('keeps its pages and words and gets the four fields', async () => {
    const { bytes, pages } = await prepare(await composeDocument(longLetter))
    expect(pages).toBe(39)
    assertCleanStructure(bytes)
    expect(textOf(bytes)).toBe(textOf(await composeDocument(longLetter)))
    const fields = await fieldsOf(bytes)
    expect(Object.keys(fields)).toEqual(['document_number', 'issue_date', 'leader_signature', 'agency_seal'])
    expect([fields['document_number']!.page, fields['leader_signature']!.page]).toEqual([0, 38])
  })

  test('loses whatever no page needs', async () => {
    const hidden = '<< /Type /Hidden /Secret (an orphan that a lenient reader might show) >>'
    const { bytes } = await prepare(blankPdf({ more: [hidden] }))
    expect(Buffer.from(bytes).includes('an orphan')).toBe(false)
  })

  test('keeps what its own form shows, as page content', async () => {
    const appearance = '0 0 100 50 re f'
    const more = [
      '<< /FT /Tx /T (x) /V (ok) /Type /Annot /Subtype /Widget /Rect [100 400 200 450] /P 3 0 R /AP << /N 5 0 R >> >>',
      `<< /Type /XObject /Subtype /Form /BBox [0 0 100 50] /Length ${appearance.length} >>\nstream\n${appearance}\nendstream`,
    ]
    const form = { catalog: '/AcroForm << /Fields [4 0 R] >>', pageKeys: '/Annots [4 0 R]', more }
    const { bytes } = await prepare(blankPdf(form))
    expect(Object.keys(await fieldsOf(bytes))).toHaveLength(4)
    expect(pictureOf(bytes).ink({ left: 37, right: 68, top: 140, bottom: 153 })).toBeGreaterThan(0.9)
  })

  test('that cannot be read is refused', async () => {
    await expect(prepare(Buffer.from('%PDF-1.7 nothing'))).rejects.toMatchObject({ reason: 'file_unreadable' })
  })
})

const cell = (lines: string[]) =>
  `<w:tc><w:tcPr><w:tcW w:w="4700" w:type="dxa"/></w:tcPr>${lines.map((line) => `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`).join('')}</w:tc>`
const row = (left: string[], right: string[]) =>
  `<w:tbl><w:tblPr><w:tblW w:w="9400" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="4700"/><w:gridCol w:w="4700"/></w:tblGrid><w:tr>${cell(left)}${cell(right)}</w:tr></w:tbl>`
const a4 = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
const line = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

describe.skipIf(!canDraw || !hasTool('soffice'))('a DOCX (needs soffice)', () => {
  test('becomes a PDF whose printed number and date are covered where the fields stand', async () => {
    const letterhead = row(
      ['ỦY BAN NHÂN DÂN', 'TỈNH AN GIANG', 'Số:          /UBND-TH'],
      ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'An Giang, ngày      tháng      năm 2020'],
    )
    const closing = row(
      ['Nơi nhận:', '- Như trên;'],
      ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', '', '', '', '', '', letter664.signer.fullName],
    )
    const docx = docxWithBody(letterhead + line('Kính gửi: Sở Nội vụ') + line('Nội dung văn bản.') + closing + a4)
    const { bytes, pages } = await prepare(docx, mediaTypes.docx)
    expect(pages).toBe(1)
    assertCleanStructure(bytes)
    const picture = pictureOf(bytes)
    const fields = await fieldsOf(bytes)
    for (const name of ['document_number', 'issue_date'] as const) expect(picture.ink(fields[name]!)).toBe(0)
    const { leader_signature: leader, agency_seal: seal } = fields
    expect(picture.ink({ ...leader!, top: leader!.bottom, bottom: leader!.bottom + 8 })).toBeGreaterThan(0.01)
    expect(seal!.right).toBeCloseTo(leader!.left + 20, 0)
    const path = join(folder, 'prepared')
    writeFileSync(path, bytes)
    expect(await inspectFile({ path, limit_bytes: 10_000_000 })).toMatchObject({ kind: 'pdf', signatures: 0 })
  }, 60_000)
})
