import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { type PDFArray, type PDFDict, PDFDocument, type PDFHexString, PDFName, type PDFString } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { composeDocument, composeSheet } from '#server/documents/compose/compose-document.ts'
import type { Composition } from '#server/documents/compose/composition.ts'
import { hasTool } from '#test/support/system-tools.ts'
import { assertCleanStructure, blankPicture, pictureOf, textOf } from './pictures.ts'
import { letter664, longLetter, notice156 } from './samples.ts'

const letter = await composeDocument(letter664)
const notice = await composeDocument(notice156)
const long = await composeDocument(longLetter)

const decomposed = <Value>(value: Value): Value =>
  value instanceof Date ? value : (JSON.parse(JSON.stringify(value).normalize('NFD')) as Value)
const asNfd = (composition: Composition): Composition => ({
  ...decomposed({ ...composition, composedAt: '' }),
  composedAt: composition.composedAt,
})
const words = (text: string) => text.replace(/\s+/gu, ' ').trim()
const pageCount = async (pdf: Uint8Array) => (await PDFDocument.load(pdf)).getPageCount()

describe.skipIf(!hasTool('pdftoppm'))('the picture (needs pdftoppm)', () => {
  const page = hasTool('pdftoppm') ? pictureOf(letter) : blankPicture
  const parts = {
    'agency (2)': { left: 35, top: 19, right: 95, bottom: 32 },
    'country and motto (1)': { left: 100, top: 19, right: 195, bottom: 34 },
    'subject (5b)': { left: 35, top: 42, right: 95, bottom: 58 },
    'urgency (10b)': { left: 50, top: 58, right: 80, bottom: 70 },
    'addressees (9a)': { left: 55, top: 72, right: 180, bottom: 98 },
    'body (6)': { left: 30, top: 105, right: 195, bottom: 225 },
    'competence (7a)': { left: 115, top: 229, right: 185, bottom: 243 },
    'name (7b)': { left: 115, top: 268, right: 185, bottom: 277 },
    'recipients (9b)': { left: 30, top: 229, right: 95, bottom: 268 },
  }
  test.each(Object.entries(parts))('has ink in the cell of %s', (_, region) => {
    expect(page.ink(region)).toBeGreaterThan(0.02)
  })

  const rooms = {
    'number (3)': { left: 30, top: 35.5, right: 100, bottom: 41 },
    'place and date (4)': { left: 100, top: 35.5, right: 195, bottom: 42 },
    'signature (7c)': { left: 120, top: 244, right: 180, bottom: 267 },
  }
  test.each(Object.entries(rooms))('leaves the room of %s blank', (_, region) => {
    expect(page.ink(region)).toBe(0)
  })

  test.each([
    ['letter', letter, [1]],
    ['notice', notice, [1]],
    ['long letter', long, [1, 2, 20, 39]],
  ])('%s: no ink in the margins but the page number', (_, pdf, pages) => {
    for (const number of pages) {
      const { ink } = pictureOf(pdf, number)
      const margins = [
        { left: 0, top: 0, right: 29.5, bottom: 297 },
        { left: 195.6, top: 0, right: 210, bottom: 297 },
        { left: 0, top: 277.5, right: 210, bottom: 297 },
        { left: 0, top: 14, right: 210, bottom: 19 },
      ]
      expect(margins.map(ink)).toEqual([0, 0, 0, 0])
      expect(ink({ left: 100, top: 8, right: 126, bottom: 14 }) > 0).toBe(number > 1)
    }
  })

  test('is the same for decomposed text', async () => {
    const nfd = asNfd(letter664)
    expect(nfd.body).not.toBe(letter664.body)
    expect(pictureOf(await composeDocument(nfd)).grey.equals(page.grey)).toBe(true)
  })

  test('stamps urgency in red, in the size of the decree', async () => {
    for (const [urgency, width_mm] of [
      ['urgent', 20],
      ['very_urgent', 40],
      ['express', 30],
    ] as const) {
      const { ink } = pictureOf(await composeDocument({ ...letter664, urgency }))
      const centre = 65
      expect(
        ink({ left: centre - width_mm / 2 - 0.4, right: centre - width_mm / 2 + 0.4, top: 60, bottom: 66 }),
      ).toBeGreaterThan(0.2)
      expect(ink({ left: centre - width_mm / 2 - 4, right: centre - width_mm / 2 - 1, top: 60, bottom: 66 })).toBe(0)
    }
  })
})

describe.skipIf(!hasTool('pdftotext'))('the text (needs pdftotext)', () => {
  test('comes out as it was typed, in NFC, with each face', () => {
    const text = words(textOf(letter, ['-layout']))
    expect(text).toBe(text.normalize('NFC'))
    for (const line of letter664.body.split('\n')) {
      expect(words(textOf(letter))).toContain(words(line.replaceAll('*', '')))
    }
    expect(text).toContain('ỦY BAN NHÂN DÂN')
    expect(text).toContain('- Ủy ban nhân dân các huyện, thị xã, thành phố.')
    expect(text).toContain('- Lưu: VT, TH.')
  })

  test('Đ stays Đ, and every Vietnamese letter comes back in every face', async () => {
    const letters = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ']
    const both = [...letters, ...letters.map((char) => char.toLocaleUpperCase('vi'))].join('')
    const body = [both, `**${both}**`, `*${both}*`, `***${both}***`].join('\n')
    const text = textOf(await composeDocument({ ...letter664, body })).replace(/\s+/gu, '')
    expect(text.split(both)).toHaveLength(5)
  })

  test('a table reads cell by cell', () => {
    const text = textOf(notice, ['-layout'])
    expect(words(text)).toContain('Nhiệm vụ Cơ quan chủ trì Thời hạn')
    expect(text).toMatch(/Tham mưu hình thức xử lý đơn vị vượt ngưỡng\s+Sở Nội vụ\s+31\/07\/2020/u)
  })

  test('a sign without a glyph is refused by its name', async () => {
    await expect(composeDocument({ ...letter664, body: 'Đồng ý ☑' })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'text_not_printable',
      data: { character: '☑', code: 'U+2611' },
    })
  })

  test('names and subjects of any length wrap and lose nothing', async () => {
    const name =
      'Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính thành phố Long Xuyên trực thuộc Ủy ban nhân dân thành phố'
    const subject = Array.from({ length: 40 }, (_, index) => `việc thứ ${index + 1}`).join(', ')
    const url = `https://${'a'.repeat(300)}.vn`
    const pdf = await composeDocument({ ...letter664, agency: { name, parent: name }, subject, body: url })
    const text = textOf(pdf, ['-raw'])
    expect(words(text).split(name.toLocaleUpperCase('vi'))).toHaveLength(3)
    expect(words(text)).toContain(subject)
    expect(text.replace(/\s+/gu, '')).toContain(url)
  })
})

describe.skipIf(!hasTool('pdftotext'))('the pages (needs pdftotext)', () => {
  test('are as many as the body needs, numbered from the second', async () => {
    expect(await pageCount(long)).toBe(39)
    expect((await composeSheet(longLetter)).pages).toBe(39)
    expect(textOf(long, ['-f', '1', '-l', '1']).startsWith('1\n')).toBe(false)
    expect(textOf(long, ['-f', '39', '-l', '39']).trimStart().startsWith('39')).toBe(true)
  })

  test('never leave the signature without two lines of the body', async () => {
    for (let lines = 14; lines < 30; lines += 1) {
      const body = Array.from({ length: lines }, (_, index) => `Dòng thứ ${index + 1}.`).join('\n')
      const pdf = await composeDocument({ ...letter664, body })
      const last = textOf(pdf, ['-f', String(await pageCount(pdf)), '-l', '999'])
      expect(last).toContain(`Dòng thứ ${lines - 1}.`)
      expect(last).toContain(`Dòng thứ ${lines}.`)
      expect(last).toContain('PHÓ CHỦ TỊCH')
      expect(last).toContain(letter664.signer.fullName)
    }
  })

  test('go on for a list of recipients longer than a page', async () => {
    const recipients = Array.from({ length: 120 }, (_, index) => `Đơn vị thứ ${index + 1}`)
    const pdf = await composeDocument({ ...letter664, recipients })
    expect(words(textOf(pdf))).toContain('- Đơn vị thứ 120.')
    expect(await pageCount(pdf)).toBeGreaterThan(1)
  })
})

describe('the form', () => {
  const rectOf = (field: PDFDict) => (field.lookup(PDFName.of('Rect')) as PDFArray).asRectangle()
  const fieldsOf = async (pdf: Uint8Array) => {
    const { catalog } = await PDFDocument.load(pdf)
    const form = catalog.lookup(PDFName.of('AcroForm')) as PDFDict
    const fields = (form.lookup(PDFName.of('Fields')) as PDFArray)
      .asArray()
      .map((ref) => catalog.context.lookup(ref) as PDFDict)
    const named = fields.map((field) => [(field.get(PDFName.of('T')) as PDFString).decodeText(), field] as const)
    return { form, fields: Object.fromEntries(named) }
  }

  test('has the four fields, all empty, and asks no viewer to draw them', async () => {
    const { form, fields } = await fieldsOf(letter)
    expect(Object.keys(fields)).toEqual(['document_number', 'issue_date', 'leader_signature', 'agency_seal'])
    expect(Object.values(fields).map((field) => String(field.get(PDFName.of('FT'))))).toEqual([
      '/Tx',
      '/Tx',
      '/Sig',
      '/Sig',
    ])
    for (const field of Object.values(fields)) expect(field.has(PDFName.of('V'))).toBe(false)
    expect(form.has(PDFName.of('NeedAppearances'))).toBe(false)
    const spoken = fields['document_number']!.get(PDFName.of('TU')) as PDFHexString
    expect(spoken.decodeText()).toBe('Số, ký hiệu văn bản: Số: …/UBND-TH')
  })

  test('has room of 60 × 25 mm for the signature; the seal of 40 mm covers its left third', async () => {
    const { fields } = await fieldsOf(letter)
    const [leader, seal] = [rectOf(fields['leader_signature']!), rectOf(fields['agency_seal']!)]
    const mm = 72 / 25.4
    expect([leader.width / mm, leader.height / mm, seal.width / mm, seal.height / mm].map(Math.round)).toEqual([
      60, 25, 40, 40,
    ])
    expect((seal.x + seal.width - leader.x) / leader.width).toBeCloseTo(1 / 3, 2)
    expect(seal.y + seal.height / 2).toBeCloseTo(leader.y + leader.height / 2, 0)
  })

  test('stands on the last page where the signer does', async () => {
    const { fields } = await fieldsOf(long)
    const pages = (await PDFDocument.load(long)).getPages()
    const page = fields['leader_signature']!.get(PDFName.of('P'))
    expect(pages.findIndex(({ ref }) => ref === page)).toBe(38)
  })
})

describe('the file', () => {
  test.skipIf(!hasTool('qpdf')).each([
    ['letter', letter],
    ['notice', notice],
    ['long letter', long],
  ])('%s is clean (needs qpdf)', (_, pdf) => assertCleanStructure(pdf))

  test('equal input gives equal bytes', async () => {
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(hash(await composeDocument(letter664))).toBe(hash(letter))
    expect(hash(await composeDocument({ ...letter664, subject: 'khác' }))).not.toBe(hash(letter))
  })

  test.skipIf(!hasTool('pdftotext'))('embeds all its fonts, regular and italic whole (needs pdffonts)', () => {
    const fonts = execFileSync('pdffonts', ['-'], { input: letter }).toString().split('\n').slice(2).filter(Boolean)
    const rows = fonts.map((line) => line.split(/\s+/u))
    expect(rows.map(([name]) => name!.replace(/^[A-Z]{6}\+/u, '')).sort()).toEqual([
      'LiberationSerif',
      'LiberationSerif-Bold',
      'LiberationSerif-BoldItalic',
      'LiberationSerif-Italic',
    ])
    expect(fonts.every((line) => /Identity-H\s+yes\s+(yes|no)\s+yes/u.test(line))).toBe(true)
    expect(fonts.filter((line) => /Identity-H\s+yes\s+no\s+yes/u.test(line))).toHaveLength(2)
  })

  test('says its title, language and agency', async () => {
    const document = await PDFDocument.load(letter, { updateMetadata: false })
    expect(document.getTitle()).toBe(`Công văn về việc ${letter664.subject}`)
    expect(document.getAuthor()).toBe('Ủy ban nhân dân tỉnh An Giang')
    expect(String(document.catalog.get(PDFName.of('Lang')))).toBe('(vi-VN)')
  })
})
